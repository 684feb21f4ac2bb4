/// Tokens that are known by how they begin, whatever they are called.
struct TokenForm: Sendable {
  enum Letters: Sendable {
    /// Letters and digits.
    case plain
    /// Those of base 64 too, and dots.
    case token
  }

  let prefix: [UInt8]
  /// How many characters follow at least.
  let length: Int
  let letters: Letters

  private init(_ prefix: String, _ length: Int, _ letters: Letters = .plain) {
    self.prefix = Array(prefix.utf8)
    self.length = length
    self.letters = letters
  }

  /// Lengths are lower bounds, so that a longer token of tomorrow is found as well.
  static let all: [TokenForm] = [
    // GitHub, "About authentication to GitHub": token formats.
    TokenForm("ghp_", 16, .token), TokenForm("gho_", 16, .token), TokenForm("ghu_", 16, .token), TokenForm("ghs_", 16, .token),
    TokenForm("ghr_", 16, .token),
    TokenForm("github_pat_", 9, .token),
    // GitLab, "Token overview": token prefixes.
    TokenForm("glpat-", 14, .token), TokenForm("gldt-", 16, .token), TokenForm("glrt-", 16, .token),
    TokenForm("glcbt-", 16, .token),
    TokenForm("glptt-", 16, .token), TokenForm("gloas-", 16, .token), TokenForm("glsoat-", 16, .token),
    // Slack, "Tokens".
    TokenForm("xoxb-", 15, .token), TokenForm("xoxp-", 15, .token), TokenForm("xoxa-", 15, .token),
    TokenForm("xoxr-", 15, .token),
    TokenForm("xoxs-", 15, .token), TokenForm("xoxe-", 15, .token), TokenForm("xoxe.", 15, .token),
    TokenForm("xapp-", 15, .token),
    // Stripe, "API keys", and "Verify webhook signatures".
    TokenForm("sk_live_", 12), TokenForm("sk_test_", 12), TokenForm("rk_live_", 12), TokenForm("rk_test_", 12),
    TokenForm("whsec_", 16, .token),
    // Twilio SendGrid, "API Keys".
    TokenForm("SG.", 17, .token),
    // Tokens with which packages are published: npm, Python, RubyGems, Cargo.
    TokenForm("npm_", 30), TokenForm("pypi-AgEI", 16, .token), TokenForm("rubygems_", 32), TokenForm("cioAc", 24),
    // HashiCorp Vault, "Tokens": service, batch and recovery tokens.
    TokenForm("hvs.", 20, .token), TokenForm("hvb.", 20, .token), TokenForm("hvr.", 20, .token),
    // Docker, "Personal access tokens" and "Organization access tokens".
    TokenForm("dckr_pat_", 16, .token), TokenForm("dckr_oat_", 16, .token),
    // Google Cloud, "API keys" and OAuth client secrets.
    TokenForm("AIza", 30, .token), TokenForm("GOCSPX-", 20, .token), TokenForm("ya29.", 20, .token),
    // Keys of services that run language models.
    TokenForm("sk-proj-", 20, .token), TokenForm("sk-ant-", 20, .token), TokenForm("hf_", 30), TokenForm("r8_", 30),
    // DigitalOcean, Databricks, Shopify, Grafana, Sentry, New Relic, Postman, Linear, Atlassian, Doppler, PlanetScale, Pulumi.
    TokenForm("dop_v1_", 32), TokenForm("doo_v1_", 32), TokenForm("dor_v1_", 32), TokenForm("dapi", 32), TokenForm("shpat_", 24),
    TokenForm("shpss_", 24), TokenForm("shpca_", 24), TokenForm("shppa_", 24), TokenForm("glsa_", 24, .token),
    TokenForm("glc_", 24, .token), TokenForm("sntrys_", 24, .token), TokenForm("sntryu_", 24, .token), TokenForm("NRAK-", 20),
    TokenForm("PMAK-", 24, .token), TokenForm("lin_api_", 24), TokenForm("ATATT3", 24, .token), TokenForm("dp.pt.", 24),
    TokenForm("dp.st.", 24, .token), TokenForm("pscale_tkn_", 24, .token), TokenForm("pscale_pw_", 24, .token),
    TokenForm("pul-", 36),
    // age, "Secret keys".
    TokenForm("AGE-SECRET-KEY-1", 40),
  ]

  /// Positions in `all`, by the first byte of the prefix.
  static let byFirstByte: [[Int]] = {
    var table = [[Int]](repeating: [], count: 256)
    for (position, form) in all.enumerated() { table[Int(form.prefix[0])].append(position) }
    return table
  }()

  /// Whether any form begins with the byte.
  static let isFirstByte: [Bool] = byFirstByte.map { !$0.isEmpty }

  /// Where the token that begins at `start` ends; nil when none does.
  func end(in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int? {
    guard bytes.count - start >= prefix.count + length else { return nil }
    for offset in prefix.indices where bytes[start + offset] != prefix[offset] { return nil }
    var end = start + prefix.count
    while end < bytes.count, isLetter(bytes[end]) { end += 1 }
    return end - start - prefix.count >= length ? end : nil
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    switch letters {
    case .plain: Bytes.isLetter(byte) || Bytes.isDigit(byte)
    case .token: Bytes.isToken(byte)
    }
  }
}

/// Addresses whose path is a secret: whoever has one may write there.
enum SecretAddresses {
  /// Slack, "Incoming webhooks"; Discord, "Webhook resource"; Microsoft Teams, "Incoming webhooks"; Zapier, "Catch hook".
  static let hooks: [[UInt8]] = [
    "hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/", "discord.com/api/webhooks/",
    "discordapp.com/api/webhooks/", "outlook.office.com/webhook/", "hooks.zapier.com/hooks/catch/",
  ].map { Array($0.utf8) }
}
