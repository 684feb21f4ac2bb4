import Engine
import Importing
import JSONDocument
import Loading
import Platform
import Recording
import Reporting
import Resources

/// Records what a Terraform state holds and the files declare.
struct TerraformImport {
  let place: String
  let file: String
  let locking: LockingOptions

  func run(_ session: Session) async throws -> ExitStatus {
    let state = try read()
    let reconciler = try session.open(place)
    var match = TerraformMatch(
      state, desired: reconciler.environment.desired, recorded: try await reconciler.recordedState())
    let (objects, revisions) = try await reconciler.observe(&match)
    guard !match.taken.isEmpty else {
      print(match, state, session)
      session.print("Nothing was recorded.\n")
      return .done
    }
    let attempt = locking.attempt("import", session) { session.notify($0) }
    let change = try await reconciler.record(objects, revisions, attempt, session.run("import"))
    print(match, state, session)
    let status = try await ImportConclusion(place: place).conclude(change, reconciler, session)
    session.suggest("\nBoth manage these now. To have Terraform let go of them without deleting: terraform state rm ADDRESS")
    return status
  }

  private func print(_ match: TerraformMatch, _ state: TerraformState, _ session: Session) {
    session.print(text: Message(lines: ImportText.lines(match, others: state.others)), json: ImportText.lines(match))
  }

  private func read() throws -> TerraformState {
    let bytes = try FileSystem.readDocument(file)
    let json = try parsed(bytes)
    do throws(TerraformState.ReadingError) {
      return try TerraformState(json)
    } catch {
      switch error {
      case .notAState: throw unreadable("it has no \"version\" and \"resources\"; `terraform state pull` writes one")
      case .otherFormat(let format):
        throw unreadable("it has format \(format); format 4 is read, which Terraform 0.12 and later write")
      }
    }
  }

  /// A byte order mark says nothing and is passed over; PowerShell puts one before what `>` writes.
  private func parsed(_ bytes: [UInt8]) throws -> JSON {
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let parsed = JSON.parse(bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes)
    if let document = parsed.document { return document }
    let isWide = parsed.errors.contains { $0.problem == .wideEncoding }
    var failure = unreadable(isWide ? "it is UTF-16 or UTF-32" : "it is not JSON")
    if isWide { failure.next = "save it as UTF-8; in PowerShell: terraform state pull | Out-File -Encoding utf8 FILE" }
    throw failure
  }

  private func unreadable(_ why: String) -> Failure {
    Failure(
      "tfstate-unreadable", subject: file, "this is no Terraform state that can be read: \(why)",
      details: ["Nothing was recorded."])
  }
}

/// What of a Terraform state is taken and what is not.
enum ImportText {
  static func lines(_ match: TerraformMatch, others: Int) -> [String] {
    var lines: [String] = []
    if !match.taken.isEmpty { lines.append("Recorded from the Terraform state:") }
    lines += match.taken.map { entry, resource in
      "  \(resource.address)" + (entry.address == resource.address.description ? "" : "  was \(entry.address)")
    }
    if !match.skipped.isEmpty { lines.append("Skipped:") }
    lines += match.skipped.map { "  \($0.address): \($0.reason)" }
    if others > 0 {
      lines.append(
        "\(others) \(others == 1 ? "resource" : "resources") of other types \(others == 1 ? "stays" : "stay") with Terraform.")
    }
    return lines
  }

  static func lines(_ match: TerraformMatch) -> [JSON] {
    match.taken.map { entry, resource in
      [
        "type": "import", "terraform_address": .string(entry.address), "address": .string(resource.address.description),
      ]
    }
      + match.skipped.map {
        ["type": "import", "terraform_address": .string($0.address), "skipped": .string($0.reason)]
      }
  }
}
