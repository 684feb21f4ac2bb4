import Diagnostics
import Engine
import JSONDocument
import Loading
import Platform
import Providers
import Recording
import Releasing
import Reporting
import Resources
import Shipping
import Synchronization

/// One run of one command: how it speaks, and the way to its environment.
///
/// | verb | says | as text | with `-json` |
/// |---|---|---|---|
/// | `print` | the answer that was asked for | stdout | its lines |
/// | `report` | findings, and what went wrong | stderr | their lines |
/// | `notify` | what happens meanwhile | stderr | its line, if it has one |
/// | `suggest` | a next step for a person | stderr, but not in automation | nothing |
///
/// With `-json` everything is a line on stdout.
struct Session {
  let processEnvironment: ProcessEnvironment
  let format: OutputFormat
  /// How stdout and stderr are dressed.
  let style: Style
  let errorStyle: Style
  let stateDirectory: String?
  private let policyFile: String?
  private let summary: JobSummary?
  private let annotations: Annotations?
  /// What was opened since the last piece of work ended, and whether that has told its outcome.
  private let opened = Opened()

  private final class Opened: Sendable {
    let reconcilers = Mutex<[Reconciler]>([])
    let hasOutcome = Mutex(false)
  }

  init(_ options: OutputOptions, state: StateOptions? = nil, policy: PolicyOptions? = nil) {
    processEnvironment = ProcessEnvironment()
    format = options.format
    let allowed = !options.noColour && format != .json
    style = Style(usesColour: allowed && format == .text && processEnvironment.usesColour(on: .standardOutput))
    errorStyle = Style(usesColour: allowed && processEnvironment.usesColour(on: .standardError))
    if style.usesColour { Stream.standardOutput.passColours() }
    if errorStyle.usesColour { Stream.standardError.passColours() }
    stateDirectory = state?.state ?? processEnvironment[.stateDirectory]
    policyFile = (policy ?? state?.policy)?.policy ?? processEnvironment[.policy]
    summary = JobSummary(processEnvironment)
    annotations = Annotations(processEnvironment)
  }

  var showsHints: Bool { !processEnvironment.isAutomation && format == .text }

  /// Does the work and turns what went wrong into words and an exit status. Throws the status unless it is `done`.
  ///
  /// `operation`: what would be applied; then the last line of JSON is its outcome, also when it was refused or failed early.
  static func run(
    _ options: OutputOptions, state: StateOptions? = nil, policy: PolicyOptions? = nil, directory: String = ".",
    applying operation: String? = nil,
    _ work: (Session) async throws -> ExitStatus
  ) async throws {
    let session = Session(options, state: state, policy: policy)
    session.print(text: "", json: [MachineFormat.versionLine(program: Program.version)])
    if let limit = OpenFileLimit.raised() {
      session.report(
        Failure(
          "too-few-files", "only \(limit) files may be open at once; \(OpenFileLimit.needed) are needed",
          details: ["Nothing was changed."], next: "raise the limit with `ulimit -n 256`, then repeat the command"))
      throw ExitStatus.error
    }
    if let limit = MemoryLimit.tooLow() {
      session.report(
        Failure(
          "too-little-memory", "only \(limit) MiB of memory may be had; \(MemoryLimit.needed) are needed",
          details: ["Nothing was changed."],
          next: "raise the limit with `ulimit -v \(MemoryLimit.needed << 10)`, then repeat the command"))
      throw ExitStatus.error
    }
    let interrupts = Interrupts.ending()
    defer { interrupts.end() }
    var status = await session.status(directory, applying: operation) { try await work(session) }
    if Stream.standardOutput.lostOutput {
      session.report(Failure("output-lost", "the answer could not be written to stdout"))
      if status == .done || status == .changesPresent { status = .error }
    }
    if status != .done { throw status }
  }

  /// How some work about an environment ended; what went wrong was put into words. With `operation` its last line of JSON is an
  /// outcome.
  func status(
    _ directory: String, applying operation: String?, _ work: () async throws -> ExitStatus
  ) async -> ExitStatus {
    opened.hasOutcome.withLock { $0 = false }
    let status = await spokenStatus(directory, work)
    notifyOfRetries()
    if let operation { conclude(operation, status) }
    return status
  }

  private func spokenStatus(_ directory: String, _ work: () async throws -> ExitStatus) async -> ExitStatus {
    do {
      return try await work()
    } catch let ended as ExitStatus {
      return ended
    } catch let error as EngineError {
      if case .findings(let findings) = error { report(findings) } else { report(Failure(error, directory: directory)) }
      return ExitStatus(error)
    } catch ReleaseProblem.findings(let findings) {
      report(findings)
      notify("Nothing was written.\n")
    } catch let problem as ReleaseProblem {
      report(Failure(problem, directory: directory))
    } catch let problem as ShippingProblem {
      report(Failure(problem))
      if problem == .cancelled { return .interrupted }
    } catch let problem as MirrorProblem {
      report(Failure(problem, target: directory))
    } catch let failure as Failure {
      report(failure)
    } catch let problem as StateEditProblem {
      report(Failure(problem, directory: directory))
    } catch let problem as FileProblem {
      report(Failure("file-problem", subject: problem.path, problem.reason.lowercased()))
    } catch {
      report(Failure("unexpected-error", "\(error)"))
    }
    return .error
  }

  // MARK: Speaking

  /// Only the form that was asked for is made.
  func print(text: @autoclosure () -> Message, json: @autoclosure () -> [JSON]) {
    switch format {
    case .text: Stream.standardOutput.write(text())
    case .json: write(json())
    case .markdown:
      let block = MarkdownBlock.text(text().text)
      if !block.isEmpty { Stream.standardOutput.write(Message(rendered: block + "\n")) }
    }
  }

  /// `isSummarised`: it belongs into the summary of a job, too.
  func print(_ view: some Renderable, isSummarised: Bool = true) {
    if view is ApplyView { opened.hasOutcome.withLock { $0 = true } }
    let rendered = view.rendered(as: format, style: style)
    switch format {
    case .text: Stream.standardOutput.write(Message(rendered: rendered))
    case .json: Stream.standardOutput.write(json: rendered)
    // What comes next begins a paragraph.
    case .markdown: Stream.standardOutput.write(Message(rendered: rendered + "\n"))
    }
    if isSummarised { summary?.add(view.markdown) }
  }

  /// The outcome of what was not begun, for programs: whoever reads the stream needs no special case.
  private func conclude(_ operation: String, _ status: ExitStatus) {
    guard format == .json, !opened.hasOutcome.withLock({ $0 }) else { return }
    write([ApplyJSON.outcome(ofUnbegun: operation, result: status.outcomeWord, exitCode: status.code)])
  }

  /// A sentence that says nothing to a program.
  func print(_ text: @autoclosure () -> Message) { print(text: text(), json: []) }

  /// A document that is JSON in every format.
  func print(document: JSON) {
    switch format {
    case .text, .markdown: Stream.standardOutput.write(json: document.text(.pretty) + "\n")
    case .json: write([document])
    }
  }

  func report(_ failure: Failure) {
    switch format {
    case .text, .markdown: Stream.standardError.write(Message(rendered: failure.text(style: errorStyle)))
    case .json: write([MachineFormat.line(failure)])
    }
    summary?.add(FindingMarkdown.text(failure))
  }

  func report(_ findings: [Diagnostic]) {
    guard !findings.isEmpty else { return }
    switch format {
    case .text, .markdown:
      Stream.standardError.write(Message(rendered: DiagnosticText(style: errorStyle).text(findings) + "\n"))
    case .json: write(findings.inFileOrder.map(MachineFormat.line))
    }
    annotations?.add(findings)
    summary?.add(FindingMarkdown.text(findings))
  }

  /// As strictly as they are meant; returns them so.
  @discardableResult
  func report(_ findings: [Diagnostic], _ strictness: StrictnessOptions?) -> [Diagnostic] {
    guard strictness?.strict == true else {
      report(findings)
      return findings
    }
    let warnings = findings.count { $0.severity == .warning }
    report(findings.strict)
    if warnings > 0 {
      let text = warnings == 1 ? "1 warning counts as an error" : "\(warnings) warnings count as errors"
      notify("\(text) because of -strict.\n")
    }
    return findings.strict
  }

  func notify(_ text: @autoclosure () -> Message, json: @autoclosure () -> JSON? = nil) {
    switch format {
    case .text, .markdown: Stream.standardError.write(text())
    case .json: if let line = json() { write([line]) }
    }
  }

  func suggest(_ text: Message) {
    if showsHints { Stream.standardError.write("\(text)\n") }
  }

  private func write(_ lines: [JSON]) {
    Stream.standardOutput.write(json: MachineFormat.text(lines))
  }

  // MARK: Opening

  /// Reads environments as the policy allows. A policy that cannot be used allows nothing.
  func loader() throws -> EnvironmentLoader {
    guard let policyFile else { return EnvironmentLoader() }
    let (policy, findings) = Policy.read(policyFile)
    guard let policy else { throw EngineError.findings(findings) }
    return EnvironmentLoader(policy: policy)
  }

  /// The environment, when its files have no errors; what was found is said in any case. `edit`: a change of its tag map that
  /// is read as if it were written.
  func load(
    _ directory: String, _ strictness: StrictnessOptions? = nil, with edit: TagMapEdit? = nil
  ) throws -> LoadedEnvironment {
    let result = Reconciler.load(directory, try loader(), with: edit)
    let findings = report(result.diagnostics, strictness)
    guard let environment = result.environment, !findings.hasErrors else { throw ExitStatus.error }
    return environment
  }

  /// The environment with the specs that it has, which may be none.
  func loadFrame(_ directory: String) throws -> LoadedEnvironment {
    let result = try loader().loadFrame(directory)
    guard let environment = result.environment, !result.diagnostics.hasErrors else {
      report(result.diagnostics)
      throw ExitStatus.error
    }
    return environment
  }

  /// The environment without its specs, for commands that only look at what is recorded or change that.
  func loadPlace(_ directory: String) throws -> LoadedEnvironment {
    try usable(loader().loadPlace(directory))
  }

  /// The same with the images that it declares, without their tags.
  func loadImages(_ directory: String) throws -> LoadedEnvironment {
    try usable(loader().loadImages(directory))
  }

  private func usable(_ result: LoadResult) throws -> LoadedEnvironment {
    guard let environment = result.environment else {
      report(result.diagnostics)
      throw ExitStatus.error
    }
    return environment
  }

  /// Only to look at its tags: mistakes in specs are no matter.
  func openTags(_ directory: String) throws -> Reconciler { try open(loadTags(directory)) }

  /// The environment with its tags, without its specs.
  func loadTags(_ directory: String) throws -> LoadedEnvironment { try usable(loader().loadTags(directory)) }

  /// The same for an environment that is asked beside another one: nil when it cannot be used.
  func openSource(_ directory: String) throws -> Reconciler? {
    try loader().loadTags(directory).environment.map { try open($0, onlyLooking: true) }
  }

  /// Only to look at what an environment that is loaded already needs.
  func open(looking environment: LoadedEnvironment) throws -> Reconciler { try open(environment, onlyLooking: true) }

  func openPlace(_ directory: String) throws -> Reconciler { try open(loadPlace(directory), needsCloud: false) }

  func open(
    _ directory: String, _ strictness: StrictnessOptions? = nil, onlyLooking: Bool = false, with edit: TagMapEdit? = nil
  ) throws -> Reconciler {
    try open(load(directory, strictness, with: edit), onlyLooking: onlyLooking)
  }

  private func open(
    _ environment: LoadedEnvironment, onlyLooking: Bool = false, needsCloud: Bool = true
  ) throws -> Reconciler {
    let reconciler = try Reconciler.open(
      environment, stateDirectory: stateDirectory, onlyLooking: onlyLooking, needsCloud: needsCloud)
    opened.reconcilers.withLock { $0.append(reconciler) }
    if let lost = reconciler.lost { report([.lostState(lost, environment.desired.environment.directory)]) }
    return reconciler
  }

  /// Once for the whole run, however often it was asked to slow down.
  private func notifyOfRetries() {
    let reconcilers = opened.reconcilers.withLock { opened in
      defer { opened = [] }
      return opened
    }
    let counts = reconcilers.map { $0.retries() }.reduce(RetryCounts(), +)
    if let line = RetryText.line(counts) { notify("\(line)\n") }
  }

  /// Where the state files of the environment lie.
  func stateDirectory(of environment: LoadedEnvironment) -> String {
    stateDirectory ?? environment.settings.stateDirectory
  }
}

extension Failure {
  /// `registry` is the account's own, for the names of images.
  init(_ error: EngineError, directory: String, last: RunRecord? = nil, registry: String = "") {
    switch error {
    case .findings(let findings):
      let first = findings.first
      self.init(
        "files-unusable", subject: first?.location.map { "\($0)" } ?? directory, first?.message ?? "a file cannot be used")
    case .provider(let error): self.init(error, directory: directory)
    case .state(let error):
      var backup: StateBackup?
      switch error {
      case .damaged(let path, _), .vanished(let path): backup = StateBackups(of: path).newestGood()
      case .newerFormat, .unknownProvider, .otherProvider, .locked, .notTheHolder, .diskFull, .unavailable, .remote, .encryption:
        break
      }
      self.init(error, directory: directory, now: ProcessEnvironment.now, backup: backup)
    case .stalePlan(let stale):
      switch stale {
      case .stateMoved(let plan, let now):
        self = .stateMoved(plan: plan, now: now, last: last, directory: directory)
      case .moved(let move, let plan, let now):
        self = .moved(move, plan: plan, now: now, last: last, registry: registry, directory: directory)
      case .appliedAlready(let run): self = .appliedAlready(run, directory: directory)
      case .otherEnvironment(let plan, let now):
        self = .otherEnvironment(plan: plan, now: now, directory: directory)
      }
    }
  }
}
