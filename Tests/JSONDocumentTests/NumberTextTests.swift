import JSONDocument
import Testing

@Suite("Numbers in digits")
struct NumberTextTests {
  @Test(
    "have no exponent and no zeros that say nothing",
    arguments: [
      ("80", "80"), ("1.10", "1.1"), ("25e2", "2500"), ("6063e3", "6063000"), ("-25e-2", "-0.25"), ("0.50", "0.5"),
      ("1e-3", "0.001"),
      ("10.0", "10"), ("0", "0"),
    ])
  func plainText(written: String, expected: String) throws {
    #expect(JSON.parse(written).document?.numberValue?.plainText == expected)
  }

  @Test("are not written out where nobody would read them", arguments: ["1e1000", "1e-1000"])
  func tooLong(written: String) {
    #expect(JSON.parse(written).document?.numberValue?.plainText == nil)
  }
}
