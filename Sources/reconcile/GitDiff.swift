import Diagnostics
import Loading
import Platform
import Reporting

/// What Git hands to a diff driver (gitattributes, "Defining an external diff driver"; git(1), GIT_EXTERNAL_DIFF):
/// `path old-file old-hex old-mode new-file new-hex new-mode`, and for a renamed file its new path and a remark.
struct GitArguments {
  var path: String
  var newPath: String
  var old: String
  var new: String

  /// Nil when these are not the arguments of a diff driver.
  init?(_ arguments: [String]) {
    guard [7, 8, 9].contains(arguments.count), Self.isMode(arguments[3]), Self.isMode(arguments[6]) else { return nil }
    path = arguments[0]
    old = arguments[1]
    new = arguments[4]
    newPath = arguments.count > 7 ? arguments[7] : arguments[0]
  }

  /// `100644`, or `.` for a side that is not there.
  private static func isMode(_ text: String) -> Bool {
    text == "." || (text.utf8.count == 6 && text.utf8.allSatisfy { (48...55).contains($0) })
  }
}

/// One file of a `git diff`. It never fails for what the files hold, because Git would stop at it: what cannot be compared
/// by its meaning is compared line by line.
struct GitDiff {
  let arguments: GitArguments
  let kind: LooseKind?

  func run(_ session: Session, _ command: DiffCommand) throws -> ExitStatus {
    let sides = [side(arguments.old, arguments.path), side(arguments.new, arguments.newPath)]
    let titles = sides.map(\.title)
    let pairing = LoosePairing(sides[0], sides[1], kind: kind, place: arguments.newPath)
    guard let reason = pairing.diagnostics.first(where: { $0.severity == .error }) else {
      return command.conclude(pairing.differences(titles), session)
    }
    guard session.format != .json else {
      session.report(pairing.diagnostics)
      return .error
    }
    let texts = try [arguments.old, arguments.new].map {
      $0 == "/dev/null" ? "" : String(decoding: try FileSystem.readDocument($0), as: UTF8.self)
    }
    let place = reason.location.map { "\($0): " } ?? ""
    let text = DifferenceText(style: session.style, revealsAll: command.sensitivity.showSensitive)
      .plain(texts[0], texts[1], titles: (titles[0], titles[1]), because: place + reason.message)
    session.print(Message(rendered: text))
    return command.detailedExitcode && texts[0] != texts[1] ? .changesPresent : .done
  }

  private func side(_ file: String, _ path: String) -> StandaloneSide {
    file == "/dev/null" ? StandaloneSide(.nothing, title: file) : StandaloneSide(.file(file), title: path)
  }
}
