#!/bin/sh
# Run once by the database's image, on an empty volume: the two roles (docs/settings.md) and their
# database. OWNER_PASSWORD and SITE_PASSWORD come from compose.yaml.
set -eu
psql --quiet --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set owner_password="$OWNER_PASSWORD" --set site_password="$SITE_PASSWORD" <<'SQL'
CREATE ROLE newspaper_owner LOGIN PASSWORD :'owner_password';
CREATE ROLE newspaper_site LOGIN PASSWORD :'site_password';
CREATE DATABASE newspaper OWNER newspaper_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE newspaper FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE newspaper TO newspaper_site;
SQL
