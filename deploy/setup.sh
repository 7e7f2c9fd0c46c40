#!/bin/sh
# Creates the user, the folders, the environment and the services on one machine (Debian 12 or newer, as root):
#   /srv/rehabsite        the code, owned by root; the site can read it but not write to it
#   /var/lib/rehabsite    what the site writes, and its settings in local.env
#   /var/backups/rehabsite
# Run it again after an update: it changes only what is missing or old. It does not start anything.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
data=/var/lib/rehabsite

[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
[ "$here" = /srv/rehabsite ] || { echo "Put the code in /srv/rehabsite first: it is in $here." >&2; exit 1; }

if ! getent passwd rehabsite >/dev/null; then
    useradd --system --user-group --home-dir "$data" --no-create-home --shell /usr/sbin/nologin rehabsite
fi
install -d -o rehabsite -g rehabsite -m 0750 "$data"
install -d -o rehabsite -g rehabsite -m 0700 /var/backups/rehabsite

# Root owns the environment, like the code. The site owns the settings: it adds its keys to them.
umask 022
VAR_DIR=$data python3 "$here/requirements/install.py" run
chown rehabsite:rehabsite "$data/local.env"
chmod 0600 "$data/local.env"
chown -R root:root "$here"
chmod -R go-w "$here"

if [ -d /etc/systemd/system ]; then
    install -m 0644 "$here"/deploy/systemd/* /etc/systemd/system/
    [ ! -d /run/systemd/system ] || systemctl daemon-reload
fi
if [ -d /etc/nginx/conf.d ]; then
    install -d -m 0755 /var/cache/nginx /var/www/acme
    [ -e /etc/nginx/conf.d/rehabsite.conf ] || install -m 0644 "$here/deploy/nginx.conf" /etc/nginx/conf.d/rehabsite.conf
fi
echo "Ready. Next: edit $data/local.env, then: systemctl start rehabsite-release"
