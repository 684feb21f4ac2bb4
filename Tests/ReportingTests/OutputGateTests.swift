import Reporting
import Testing

@Suite("What is printed is text and nothing else")
struct OutputGateTests {
  private func printed(_ text: String, _ notation: OutputGate.Notation = .text, colours: Bool = false) -> String {
    var gate = OutputGate()
    gate.passesColours = colours
    return String(decoding: gate.bytes(text, notation), as: UTF8.self)
  }

  @Test(
    "What nobody sees becomes visible",
    arguments: [
      ("a\u{1B}]52;c;ZXZpbA==\u{7}b", "a\\u{1B}]52;c;ZXZpbA==\\u{7}b", "a\\u001b]52;c;ZXZpbA==\\u0007b"),
      ("ok\rgone\u{8}\u{7F}\u{9B}0m", "ok\\u{D}gone\\u{8}\\u{7F}\\u{9B}0m", "ok\\u000dgone\\u0008\\u007f\\u009b0m"),
      ("a\u{202E}b\u{2066}c\u{61C}", "a\\u{202E}b\\u{2066}c\\u{61C}", "a\\u202eb\\u2066c\\u061c"),
      ("a\u{200B}b\u{FEFF}\u{AD}\u{2060}", "a\\u{200B}b\\u{FEFF}\\u{AD}\\u{2060}", "a\\u200bb\\ufeff\\u00ad\\u2060"),
      ("a\u{E0041}\u{E0100}", "a\\u{E0041}\\u{E0100}", "a\\udb40\\udc41\\udb40\\udd00"),
      ("a\u{3164}\u{115F}\u{2028}\u{85}", "a\\u{3164}\\u{115F}\\u{2028}\\u{85}", "a\\u3164\\u115f\\u2028\\u0085"),
      ("größe → 3 … ⚠️ 日本 “x”\tb\n", "größe → 3 … ⚠️ 日本 “x”\tb\n", "größe → 3 … ⚠️ 日本 “x”\tb\n"),
    ])
  func hidden(text: String, shown: String, json: String) {
    #expect(printed(text) == shown)
    #expect(printed(text, .json) == json)
  }

  @Test(
    "What a runner of continuous integration would obey is not printed as such",
    arguments: [
      ("::error file=a::pwned\n", "\\u{3A}:error file=a::pwned\n"),
      (" \t::set-output name=a::b", " \t\\u{3A}:set-output name=a::b"),
      ("a\n\u{A0}::stop", "a\n\u{A0}\\u{3A}:stop"), ("arn:aws:s3:::states", "arn:aws:s3:::states"),
      ("x ##[error]pwned", "x \\u{23}#[error]pwned"), ("##vso[task.complete]", "\\u{23}#vso[task.complete]"),
      ("###[add-mask]a", "#\\u{23}#[add-mask]a"), ("##teamcity[x]", "\\u{23}#teamcity[x]"), ("## heading [1]", "## heading [1]"),
    ])
  func commands(text: String, shown: String) {
    #expect(printed(text) == shown)
  }

  @Test("A string of JSON keeps its meaning")
  func json() {
    #expect(printed("{\"a\":\"::x ##[error]\"}\n", .json) == "{\"a\":\"::x \\u0023#[error]\"}\n")
  }

  @Test("A line goes on in the next writing")
  func lines() {
    var gate = OutputGate()
    _ = gate.bytes("a ")
    #expect(gate.bytes("::b\n") == Array("::b\n".utf8))
    #expect(gate.bytes("::b\n") == Array("\\u{3A}:b\n".utf8))
  }

  @Test("Only our own colours pass, and only where they were asked for")
  func colours() {
    let red = Style(usesColour: true).paint("no", .error)
    #expect(printed(red, colours: true) == red)
    #expect(printed(red) == "\\u{1B}[31mno\\u{1B}[0m")
    #expect(printed("\u{1B}[8mhidden\u{1B}[2J", colours: true) == "\\u{1B}[8mhidden\\u{1B}[2J")
    #expect(printed(red, .json, colours: true) == "\\u001b[31mno\\u001b[0m")
  }

  @Test("What is put into a message or a page makes no line of its own")
  func lineBreaks() {
    let name = "x\nNo changes.\r\n::error::y\r"
    let message: Message = "Moved \(name).\n"
    #expect(message.text == "Moved x\\nNo changes.\\r\\n::error::y\\r.\n")
    #expect(Message(lines: ["a\(name)", "b"]).text == "ax\\nNo changes.\\r\\n::error::y\\r\nb\n")
    let part: Message = "1\n2"
    #expect(("\(part)\n" as Message).text == "1\n2\n")
    #expect(Message(lines: []).text == "")
  }
}
