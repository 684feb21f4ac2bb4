import JSONDocument
import Secrets
import Testing

@Suite("Tokens of well-known forms")
struct TokenFormsTests {
  /// Put together here, so that no scanner takes this file for a leak.
  private static let tokens = [
    ("ghp_", 36), ("gho_", 36), ("ghu_", 36), ("ghs_", 36), ("ghr_", 36), ("github_pat_", 82), ("glpat-", 20), ("xoxb-", 40),
    ("xoxp-", 40), ("xapp-1-A1-", 40), ("sk_live_", 24), ("sk_test_", 24), ("rk_live_", 24), ("whsec_", 32), ("SG.", 66),
    ("npm_", 36),
    ("pypi-AgEIcHlwaS5vcmc", 40), ("hvs.", 90), ("dckr_pat_", 27), ("AIza", 35), ("GOCSPX-", 28), ("sk-proj-", 40),
    ("sk-ant-", 40),
    ("hf_", 34), ("dop_v1_", 64), ("shpat_", 32), ("glsa_", 40), ("AGE-SECRET-KEY-1", 58),
  ]

  @Test("A token is found under any name and inside of any text", arguments: tokens)
  func found(prefix: String, length: Int) {
    let token = prefix + String(String(repeating: "aB3dE6gH9kL2nP5r", count: 6).prefix(length))
    #expect(SecretFinder.judgement(of: .string(token), named: "ANYTHING") == .whole)
    #expect(SecretRendering.masked("use (\(token)), please") == "use (***), please")
  }

  @Test(
    "What only begins like a token is none",
    arguments: [
      "ghp_short", "sk_live_", "npm_config_registry", "SG.1", "AKIA", "mynpm_aB3dE6gH9kL2nP5raB3dE6gH9kL2nP5r", "hf_space",
      "eyJ.a.b",
    ])
  func plain(text: String) {
    #expect(SecretFinder.judgement(of: .string(text), named: "ANYTHING") == .none)
  }
}
