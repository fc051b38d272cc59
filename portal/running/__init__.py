"""How a newspaper on one machine is prepared, opened and closed again (`manage.py run`)."""
