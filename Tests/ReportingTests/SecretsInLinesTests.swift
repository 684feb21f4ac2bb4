import Diagnostics
import Testing

@Suite("Secrets in lines of programs")
struct SecretsInLinesTests {
  @Test(
    "Values that look like secrets are hidden, and the line stays readable",
    arguments: [
      ("DB_PASSWORD=hunter2 host=db", "DB_PASSWORD=*** host=db"),
      ("password: hunter2", "password: ***"),
      ("{\"apiKey\": \"k-123\", \"port\": 80}", "{\"apiKey\": \"***\", \"port\": 80}"),
      ("{\"client_secret\":\"a b\"}", "{\"client_secret\":\"***\"}"),
      ("password=\"two words\" user=kim", "password=\"***\" user=kim"),
      (
        "cannot connect to postgres://tracker:hunter2@db.internal:5432/x",
        "cannot connect to postgres://tracker:***@db.internal:5432/x"
      ),
      ("redis://:hunter2@cache:6379", "redis://:***@cache:6379"),
      ("amqp://user:p@ss@mq/vhost", "amqp://user:***@mq/vhost"),
      ("Authorization: Bearer eyJhbGciOi.J9.abc", "Authorization: Bearer ***"),
      ("authorization: Basic dXNlcjpwYXNz", "authorization: Basic ***"),
      ("key AKIAIOSFODNN7EXAMPLE was refused", "key *** was refused"),
      ("aws_secret_access_key=wJalrXUtnFEMI/K7MDENG", "aws_secret_access_key=***"),
      ("token=abc&user=kim", "token=***&user=kim"),
      ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl was refused", "jwt *** was refused"),
    ])
  func hidden(line: String, shown: String) {
    #expect(SecretsInText.masked(line) == shown)
  }

  @Test(
    "What is no secret is shown as it is",
    arguments: [
      "GET /healthz 200 in 3 ms", "password authentication failed for user \"tracker\"", "listening on http://0.0.0.0:8000",
      "panic: token expired", "ResourceInitializationError: unable to pull secrets or registry auth: i/o timeout",
      "arn:aws:secretsmanager:eu-west-1:111111111111:secret:tracker/database-q7xR2m",
      "ratio 1:2@3",
    ])
  func plain(line: String) {
    #expect(SecretsInText.masked(line) == line)
  }
}
