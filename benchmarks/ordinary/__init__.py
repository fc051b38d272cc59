"""An ordinary Django project, as startproject makes it: what our figures are compared with."""
