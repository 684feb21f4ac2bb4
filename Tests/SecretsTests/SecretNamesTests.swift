import JSONDocument
import Resources
import Secrets
import Testing

@Suite("Names of secrets")
struct SecretNamesTests {
  @Test(
    "A name tells what its value is",
    arguments: [
      (
        .secret,
        [
          "DB_PASSWORD", "apiKey", "APIKey", "AUTH_TOKEN", "x-api-key", "com.example.api-token", "aws:PrincipalTag/api-token",
          "SENTRY_DSN", "MYSQL_PWD", "SLACK_WEBHOOK_URL", "splunk-token", "http_passwd", "TOKEN_2", "clientSecret",
          "AWS_ACCESS_KEY_ID",
          "SECRETS", "Authorization", "BASIC_CREDS", "NO_REPLY_SMTP_PASSWORD", "TOKENIZATION_SECRET", "TOKENIZER_PASSWORD",
        ]
      ),
      (
        .weak,
        [
          "DB_PASS", "SMTP_PASS", "dbPass", "PASS2", "RAILS_ROOT_KEY", "APP_KEY", "REDIS_AUTH",
          "BASIC_AUTH", "ENCRYPT_KEY", "JWT_KEY", "HASH_SALT", "appKey",
        ]
      ),
      (
        .measure,
        ["TOKEN_TTL", "JWT_ACCESS_TOKEN_EXPIRATION", "PASSWORD_MIN_LENGTH", "tokenTimeout", "TOKEN_EXPIRES_IN", "token-max-age"]
      ),
      (.word, ["TOKEN_HEADER", "API_KEY_HEADER", "TOKEN_TYPE", "authTokenPrefix"]),
      (
        .plain,
        [
          "", "_", "LOG_LEVEL", "SECRET_ARN", "DB_PASSWORD_FILE", "TOKEN_PATH", "secretName", "credentialsParameter",
          "clientToken",
          "credentialSpecs", "valueFrom", "FIELDS_NUMBER", "PWD", "OLDPWD", "COMPASS", "PASS_RATE", "AUTH_URL", "PARTITION_KEY",
          "S3_KEY",
          "kmsKey", "KEY", "MONKEY", "TOKENIZERS_PARALLELISM", "password-stdin", "AUTHOR", "BYPASS_CACHE",
          "ExpiredTokenException", "NoCredentials", "InvalidClientTokenId", "UnrecognizedClientException",
        ]
      ),
    ] as [(NameMeaning, [String])])
  func meaning(meaning: NameMeaning, names: [String]) {
    for name in names { #expect(NameMeaning(of: name) == meaning, "\(name)") }
  }

  @Test("No member of a known document is named like a secret")
  func members() {
    for kind in ResourceKind.all {
      for name in Self.names(kind.facts) { #expect(NameMeaning(of: name) == .plain || Self.objects.contains(name), "\(name)") }
    }
  }

  /// Lists and objects, whose own members are judged instead.
  private static let objects: Set<String> = ["secrets", "secretOptions", "repositoryCredentials"]

  private static func names(_ facts: ObjectFacts) -> Set<String> {
    facts.fields.reduce(into: []) { names, field in
      names.insert(field.name)
      names.formUnion(self.names(field.shape))
    }
  }

  private static func names(_ shape: FieldFacts.Shape) -> Set<String> {
    switch shape {
    case .object(let facts): names(facts)
    case .list(let element), .set(let element, _): names(element)
    case .string, .integer, .number, .boolean, .map, .document: []
    }
  }
}
