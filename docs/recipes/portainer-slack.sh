#!/bin/sh
# The last step of a pipeline whose services are partly in Portainer: apply, then Portainer's webhook, and word in Slack either
# way.
#
# PORTAINER_WEBHOOK and SLACK_WEBHOOK are secrets. They go in by standard input, where no list of processes shows them.
set -u

post() {
  address=$1
  shift
  printf 'url = "%s"\n' "$address" | curl --disable --silent --show-error --fail --retry 3 --max-time 30 --config - "$@"
}

reconcile apply -auto-approve envs/staging
status=$?
if [ "$status" = 0 ]; then
  words="staging is deployed"
  # The service pulls its tag again; 204 is a yes, 404 an unknown token or a tag that cannot be pulled.
  post "$PORTAINER_WEBHOOK" --request POST || words="staging is deployed, but Portainer refused"
else
  # 10: rolled back, 11: failed, 17: failed and so did the way back; README.md has them all.
  words="staging was not deployed (exit code $status)"
fi
# That nobody could be told fails no deployment.
post "$SLACK_WEBHOOK" --header 'Content-Type: application/json' --data "{\"text\": \"$words\"}" || true
exit "$status"
