package import JSONDocument
package import Resources

/// A whole state with the journal's open operations and the newest runs: all that another machine needs to go on.
///
/// It is one text: the document of `state pull` with more members, and the digest of all before it as the last one.
package struct StateSnapshot: Sendable {
  package var document: StateDocument
  /// Number of the lock's holder that wrote it.
  package var fence: Int
  /// The newest first.
  package var runs: [RunRecord]
  package var open: [OpenOperation]
  /// How it was encrypted when it was read.
  package var header: StateKeyHeader?

  /// An operation without result, and the run that began it.
  package struct OpenOperation: Sendable, Equatable {
    package var operation: UnfinishedOperation
    package var run: RunID
  }

  /// How many runs are kept beside those of open operations.
  static let keptRuns = 200

  package var state: RecordedState {
    RecordedState(
      version: document.version, resources: document.resources,
      revisions: Dictionary(grouping: document.revisions.map(\.recorded), by: \.family)
        .mapValues { $0.sorted { $0.number > $1.number } },
      deposed: document.deposed)
  }

  package func content(ofRevision arn: String) -> JSON? { document.revisions.first { $0.arn == arn }?.content }

  // MARK: Reading

  package enum ReadingError: Error, Equatable {
    case newerFormat(Int)
    case damaged(String)
    case encryption(EncryptionProblem)
  }

  /// How the values in the text are sealed; nil where they are not.
  package static func header(in text: String) -> StateKeyHeader? {
    guard text.contains("\"encryption\":") else { return nil }
    return StateKeyHeader((try? JSON(text: text))?["encryption"])
  }

  /// Takes a text whose digest is right, and nothing else.
  package init(text: String) throws(ReadingError) {
    guard let json = try? JSON(text: text) else { throw .damaged("it is not JSON") }
    do throws(StateDocument.ReadingError) {
      // A later format may have its sum elsewhere.
      document = try StateDocument(json)
    } catch {
      switch error {
      case .newerFormat(let format): throw .newerFormat(format)
      case .notAState: throw .damaged("it was not written by reconcile")
      case .masked: throw .damaged("its secrets are masked")
      case .encryption(let problem): throw .encryption(problem)
      case .damaged(let place): throw .damaged("\"\(place)\" is missing or of the wrong form")
      }
    }
    guard SnapshotText.isWhole(text) else { throw .damaged("it is not as it was written: its checksum is another one") }
    header = StateKeyHeader(json["encryption"])
    let seal: StateSeal
    do {
      seal = try header.map(StateSeal.init) ?? .none
      if header != nil { try SnapshotText.checkSeal(of: text, seal) }
    } catch {
      throw .encryption(error as? EncryptionProblem ?? .keyUnusable("\(error)"))
    }
    guard let fence = json["fence"]?.countValue, let runs = json["runs"]?.arrayValue?.map(SnapshotText.run),
      let open = json["openOperations"]?.arrayValue?.map({ SnapshotText.operation($0, seal) }),
      !runs.contains(where: { $0 == nil }),
      !open.contains(where: { $0 == nil })
    else { throw .damaged("its journal cannot be read") }
    self.fence = fence
    self.runs = runs.compactMap(\.self)
    self.open = open.compactMap(\.self)
  }
}
