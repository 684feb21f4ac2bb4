/// The words by which names of secrets are known.
enum SecretWords {
  private static func bytes(_ words: String...) -> [[UInt8]] { words.map { Array($0.utf8) } }

  /// Wherever these letters stand in a name.
  static let anywhere = bytes(
    "password", "passwd", "passphrase", "passcode", "secret", "token", "apikey", "accesskey", "privatekey", "credential",
    "signingkey", "encryptionkey", "authkey", "masterkey", "sharedkey", "sessionkey", "accountkey", "licensekey", "webhook")

  /// Names that hold one of these letters by chance: `TOKENIZERS_PARALLELISM`.
  static let lookalikes = bytes("tokeniz", "tokenis")

  /// As a word of their own: `SENTRY_DSN`, and not `FIELDS_NUMBER`.
  static let words = bytes("dsn", "pwd", "creds")

  /// Headers of HTTP that carry a credential.
  static let headers = bytes("authorization", "proxyauthorization", "cookie", "setcookie")

  /// As the last word: `SMTP_PASS`, and not `PASS_RATE`; `REDIS_AUTH`, and not `AUTH_URL`.
  static let lastWords = bytes("pass", "pw", "auth", "salt", "bearer")

  static let key = Array("key".utf8)

  /// In front of `KEY`: `APP_KEY`, `JWT_KEY`, and not `PARTITION_KEY`, `OBJECT_KEY`.
  static let keyOwners = bytes(
    "access", "account", "admin", "aes", "api", "app", "application", "auth", "cipher", "client", "cookie", "crypt", "crypto",
    "decryption", "deploy", "encrypt", "encryption", "hmac", "jwt", "license", "master", "pgp", "private", "root", "rsa",
    "sendgrid", "server", "service", "session", "shared", "signing", "ssh", "ssl", "storage", "stripe", "tls", "webhook", "write")

  /// Working directories of a shell.
  static let directories = bytes("pwd", "oldpwd")

  /// Members of the API that hold references, or the token of a call, and no secret.
  static let references = bytes("clienttoken", "credentialspecs")

  /// A name with one of these letters at its end says where a secret is: `PASSWORD_FILE`, `SECRET_ARN`.
  static let referenceEndings = bytes("arn", "arns", "name", "names", "file", "files", "path", "paths", "parameter", "parameters")

  /// The same, as the last word: `--password-stdin`.
  static let places = bytes("stdin", "dir", "directory", "bucket", "table", "ref")

  /// Last words of what errors are called.
  static let errors = bytes("exception", "error", "fault")
  /// First words of codes of errors: `ExpiredToken`, `InvalidClientTokenId`.
  static let denials = bytes("no", "expired", "invalid", "missing", "unrecognized")

  /// As the last word: how long, how large, how many, whether.
  static let measures = bytes(
    "after", "age", "attempts", "bits", "budget", "bytes", "cost", "count", "days", "delay", "disabled", "duration", "enabled",
    "exp", "expiration", "expire", "expires", "expiry", "grace", "hours", "in", "interval", "iterations", "leeway", "len",
    "length", "lifetime", "limit", "max", "millis", "min", "minutes", "mins", "ms", "period", "quota", "rate", "required",
    "retries", "rotation", "rounds", "sec", "seconds", "secs", "size", "skew", "threshold", "time", "timeout", "ttl", "validity",
    "version", "window")

  /// As the last word: what it is called, what it is made of.
  static let descriptions = bytes(
    "alg", "algorithm", "claim", "encoding", "field", "format", "header", "headers", "kind", "method", "mode", "param", "prefix",
    "scheme", "strategy", "type")
}
