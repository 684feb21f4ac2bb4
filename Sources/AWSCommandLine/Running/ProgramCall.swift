/// What a program is started with.
struct ProgramCall: Sendable {
  var arguments: [ProgramArgument]
  /// What it finds in its standard input, which is a file.
  var input: [UInt8] = []
  /// It writes into its standard input as into a file, and what it wrote is part of its output.
  var collectsFile = false
}

/// One argument of a started program.
enum ProgramArgument: Sendable, Equatable, ExpressibleByStringLiteral {
  case text(String)
  /// `--body=PATH`: the path of a nameless file with the content stands behind the option, and the content nowhere.
  case file(option: String, content: [UInt8])

  init(stringLiteral text: String) {
    self = .text(text)
  }
}
