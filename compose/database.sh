#!/bin/sh
# Run once by the image of PostgreSQL: the role and the database of a part. Nobody but the part's own
# network reaches it, so its password is no secret.
set -eu
psql --set=ON_ERROR_STOP=1 --quiet --username=postgres --dbname=postgres <<SQL
CREATE ROLE "$PART" LOGIN PASSWORD 'cleave';
CREATE DATABASE "$PART" OWNER "$PART";
REVOKE ALL ON DATABASE "$PART" FROM PUBLIC;
SQL
