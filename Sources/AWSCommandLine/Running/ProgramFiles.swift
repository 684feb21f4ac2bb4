import Platform

/// The nameless files of one started program: its standard input, and those that its arguments name.
struct ProgramFiles: Sendable {
  let input: UnlinkedFile
  let named: [UnlinkedFile]
  let arguments: [String]

  init(_ call: ProgramCall, directory: String) throws(UnlinkedFile.Failure) {
    var named: [UnlinkedFile] = []
    var arguments: [String] = []
    for argument in call.arguments {
      switch argument {
      case .text(let text):
        arguments.append(text)
      case .file(let option, let content):
        let file = try UnlinkedFile(content, directory: directory)
        named.append(file)
        arguments.append(option + file.path)
      }
    }
    input = try UnlinkedFile(call.input, directory: directory)
    self.named = named
    self.arguments = arguments
  }
}
