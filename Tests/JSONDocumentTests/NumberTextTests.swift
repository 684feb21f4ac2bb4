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

  @Test(
    "An exponent beyond all counting is no danger",
    arguments: [
      "10e9223372036854775807", "-10e9223372036854775807", "1.5e-9223372036854775808", "0.1e-9223372036854775807",
      "100e99999999999999999999", "1e-99999999999999999999",
    ])
  func exponents(written: String) throws {
    let number = try #require(JSON.parse(written).document?.numberValue)
    #expect(number.intValue == nil && number.plainText == nil)
    #expect(number == number && number.canonicalText.contains("e"))
  }

  @Test(
    "A number is cut to the whole ones that there are",
    arguments: [(1.9, 1), (-1.9, -1), (.nan, 0), (.infinity, .max), (-1e300, .min), (9.3e18, .max)])
  func saturating(number: Double, expected: Int) {
    #expect(Int(saturating: number) == expected)
  }

  @Test("A count is no number that cannot be added to", arguments: ["9223372036854775807", "-1", "9007199254740993", "1.5"])
  func counts(written: String) {
    #expect(JSON.parse(written).document?.countValue == nil)
    #expect(JSON.parse("9007199254740992").document?.countValue == 1 << 53)
  }
}
