import Secrets
import Testing

/// Secrets inside of texts: found by what stands before them, and by their own form.
@Suite("Secrets in texts")
struct SecretsInTextTests {
  @Test(
    "What is secret is hidden, and the rest stays readable",
    arguments: [
      ("DB_PASSWORD=hunter2 host=db", "DB_PASSWORD=*** host=db"),
      ("serve --db-password=hunter2 -v", "serve --db-password=*** -v"),
      ("serve --db-password hunter2 -v", "serve --db-password *** -v"),
      ("serve --db-password  hunter2 -v", "serve --db-password  *** -v"),
      ("export API_TOKEN=hunter2; run", "export API_TOKEN=***; run"),
      ("API_TOKEN='hunter2 and more' run", "API_TOKEN='***' run"),
      ("REDIS_AUTH=hunter2 run", "REDIS_AUTH=*** run"),
      ("password: hunter2", "password: ***"),
      ("password=$2b$10$hash", "password=***"),
      ("password=$ecret!1", "password=***"),
      ("password=\"two words\" user=kim", "password=\"***\" user=kim"),
      (#"password="a\"b" user=kim"#, #"password="***" user=kim"#),
      (#"{\"password\":\"a\\\"b\",\"user\":\"kim\"}"#, #"{\"password\":\"***\",\"user\":\"kim\"}"#),
      ("curl -H 'Authorization: Bearer hunter2' x", "curl -H 'Authorization: Bearer ***' x"),
      ("curl -H \"x-api-key: hunter2\" x", "curl -H \"x-api-key: ***\" x"),
      ("Authorization: Bearer eyJhbGciOi.J9.abc", "Authorization: Bearer ***"),
      ("authorization: Basic dXNlcjpwYXNz", "authorization: Basic ***"),
      ("use Bearer hunter2hunter2", "use Bearer ***"),
      ("{\"apiKey\": \"k-123\", \"port\": 80}", "{\"apiKey\": \"***\", \"port\": 80}"),
      ("{\"client_secret\":\"a b\"}", "{\"client_secret\":\"***\"}"),
      (#"{"user":"a","password":"hunter2"}"#, #"{"user":"a","password":"***"}"#),
      (#"{"pin":{"token":1234567},"a":1}"#, #"{"pin":{"token":"***"},"a":1}"#),
      (#"said {"token":1234567} and {"a":1}"#, #"said {"token":***} and {"a":1}"#),
      (
        #"{"tokens": ["a1", 2], "Key":"DEPLOY_TOKEN","Value":"x"}"#,
        #"{"tokens": ["***", "***"], "Key":"DEPLOY_TOKEN","Value":"***"}"#
      ),
      (
        #"[{"name":"A","value":"x"},{"Name":"API_TOKEN","Value":"x"}]"#,
        #"[{"name":"A","value":"x"},{"Name":"API_TOKEN","Value":"***"}]"#
      ),
      ("https://x/y?token=hunter2&page=2", "https://x/y?token=***&page=2"),
      ("https://b.s3.amazonaws.com/k?X-Amz-Signature=0a1b2c&X=1", "https://b.s3.amazonaws.com/k?X-Amz-Signature=***&X=1"),
      ("token=abc&user=kim", "token=***&user=kim"),
      ("postgres://app:hunter2@db/app", "postgres://app:***@db/app"),
      ("cannot connect to postgres://a:hunter2@db.internal:5432/x", "cannot connect to postgres://a:***@db.internal:5432/x"),
      ("redis://:hunter2@cache:6379", "redis://:***@cache:6379"),
      ("amqp://user:p@ss@mq/vhost", "amqp://user:***@mq/vhost"),
      ("https://0aB3dE6gH9kL2nP5rS8u@github.com/o/r.git", "https://***@github.com/o/r.git"),
      ("to https://hooks.slack.com/services/T0/B0/x1 now", "to https://hooks.slack.com/services/*** now"),
      ("key AKIAIOSFODNN7EXAMPLE was refused", "key *** was refused"),
      ("aws_secret_access_key=wJalrXUtnFEMI/K7MDENG", "aws_secret_access_key=***"),
      ("DefaultEndpointsProtocol=https;AccountKey=abc==;X=1", "DefaultEndpointsProtocol=https;AccountKey=***;X=1"),
      ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl was refused", "jwt *** was refused"),
      ("a -----BEGIN RSA PRIVATE KEY-----\nMII\n-----END RSA PRIVATE KEY-----\nb", "a ***\nb"),
      ("a -----BEGIN PRIVATE KEY-----\nMII", "a ***"),
      ("a=https://u:one@x b=https://u:two@x", "a=https://u:***@x b=https://u:***@x"),
    ])
  func hidden(text: String, shown: String) {
    #expect(SecretRendering.masked(text) == shown)
  }

  @Test(
    "What is no secret is shown as it is",
    arguments: [
      "serve --port=80 --level=info", "export API_TOKEN=$TOKEN", "export API_TOKEN=${TOKEN}", "export API_TOKEN=$(cat /run/t)",
      "arn:aws:secretsmanager:eu-west-1:1:secret:db-AbCdEf", "https://user@host/x:y", "--token-file=/run/token", "a = b", "=",
      ":",
      " ", "--password", "--token --verbose", "PASSWORD=", "GET /healthz 200 in 3 ms",
      "password authentication failed for user \"tracker\"", "listening on http://0.0.0.0:8000", "panic: token expired",
      "ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout", "ratio 1:2@3", "TOKEN_TTL=15m",
      "--token-ttl 1h30m", "API_KEY_HEADER=X-Api-Key", "{\"token\": null}", "{\"a\": [", "[", "{}",
      "https://hooks.slack.com/services/",
    ])
  func plain(text: String) {
    #expect(SecretRendering.masked(text) == text)
  }

  @Test(
    "Reading a long text takes time in proportion to it",
    arguments: ["=", ":", "://", "a=", "-", "{", "token=", "\"", "eyJ.", " ", "-----BEGIN ", "hvs."])
  func longTexts(part: String) {
    _ = SecretRendering.masked(String(repeating: part, count: 20_000))
  }
}
