import AWS
import AWSCommandLine
import Foundation
import JSONDocument
import Recording
import RemoteState
import Resources
import SimulatedAWS
import TestSupport

/// A folder in which the built program runs as a process of its own: an environment, its state and its cloud.
final class Place: Sendable {
  /// How a process ended, and what it said on stdout and stderr together.
  struct Ending: Sendable {
    var output: String
    var status: Int32
    var signal: Int32?
  }

  let path: String
  let state: StatePlace
  private let program: URL

  init(_ state: StatePlace = .file) throws {
    self.state = state
    path = FileManager.default.temporaryDirectory.appendingPathComponent("reconcile-crash-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    program = try BuiltProgram.locate()
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  // MARK: Files

  var stateFolder: String { "\(path)/state" }
  var stateFile: String { "\(stateFolder)/\(Service.environment).sqlite" }
  var cloudFile: String { "\(stateFolder)/simulated-aws.sqlite" }

  /// The state, in its file or in the bucket; another machine's view of it.
  func store() throws -> any StateStore {
    let provider = ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111")
    let client: any AWSClient
    switch state {
    case .file: return try SQLiteStateStore(path: stateFile, environment: Service.environment, provider: provider)
    case .simulatedBucket: client = try SimulatedCloud(path: cloudFile, account: "111111111111", region: "eu-west-1")
    case .moto(let server, _): client = server.client(isWarm: true)
    }
    return try S3StateStore(
      client: client, place: RemotePlace(bucket: StatePlace.bucket, key: state.key),
      cachePath: "\(path)/elsewhere/drill.s3.sqlite", environment: Service.environment, provider: provider)
  }

  /// Makes the bucket for a shared state.
  func makeBucket() async throws {
    let bucket: JSON = [
      "Bucket": .string(StatePlace.bucket), "CreateBucketConfiguration": ["LocationConstraint": "eu-west-1"],
    ]
    switch state {
    case .file: break
    case .simulatedBucket:
      let cloud = try SimulatedCloud(path: cloudFile, account: "111111111111", region: "eu-west-1")
      _ = try await cloud.call(AWSRequest(.s3, "CreateBucket", bucket))
    case .moto(let server, _):
      _ = try await server.client(isWarm: true).call(AWSRequest(.s3, "CreateBucket", bucket))
    }
  }

  /// From now on another machine works here, which has nothing but the cloud.
  func moveToAnotherMachine() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: stateFolder) where !name.hasPrefix("simulated-aws") {
      try FileManager.default.removeItem(atPath: "\(stateFolder)/\(name)")
    }
  }

  func write(_ text: String, to name: String) throws {
    let file = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  /// The environment has these files and no others.
  func write(_ files: [String: String]) throws {
    try? FileManager.default.removeItem(atPath: "\(path)/envs")
    for (name, text) in files { try write(text, to: "envs/\(Service.environment)/\(name)") }
  }

  /// Services whose images take a quarter of an hour to start: a rollout that does not end while somebody looks, unless
  /// time is virtual.
  func writeSlow(_ services: [Service]) async throws {
    try write(Service.files(services, registry: Service.ownRegistry))
    let cloud = try SimulatedCloud(path: cloudFile, account: "111111111111", region: "eu-west-1")
    for service in services {
      let repository = "team/\(service.name)"
      _ = try await cloud.call(AWSRequest(.ecr, "CreateRepository", ["repositoryName": .string(repository)]))
      try await cloud.push(repository: repository, tag: service.tag, behaviour: .startsSlowly(seconds: 900))
    }
  }

  func takeState(from other: Place) async throws {
    try await state.takeObjects(from: other.state)
    try? FileManager.default.removeItem(atPath: stateFolder)
    guard FileManager.default.fileExists(atPath: other.stateFolder) else { return }
    try FileManager.default.copyItem(atPath: other.stateFolder, toPath: stateFolder)
  }

  func lines(of name: String) -> [String] {
    let text = (try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)) ?? ""
    return text.split(separator: "\n").map(String.init)
  }

  // MARK: Running

  static let apply = ["apply", "-auto-approve", "-allow-deletions", "envs/\(Service.environment)"]
  static let plan = ["plan", "-detailed-exitcode", "envs/\(Service.environment)"]

  /// Runs the program to its end. `simulation` is the text of a simulation file.
  func run(_ arguments: [String], simulation: String? = nil) async throws -> Ending {
    try await start(arguments, simulation: simulation).end()
  }

  func start(_ arguments: [String], simulation: String? = nil) throws -> Running {
    try start(program.path, arguments, simulation: simulation)
  }

  /// Runs it as somebody who may write only what everybody may. The superuser becomes nobody for that.
  func runAsAnyone(_ arguments: [String]) async throws -> Ending {
    guard getuid() == 0 else { return try await run(arguments) }
    let nobody = ["--reuid=65534", "--regid=65534", "--clear-groups"]
    return try await start("/usr/bin/setpriv", nobody + [program.path] + arguments, simulation: nil).end()
  }

  /// The folder and everything in it can be written by everybody, apart from the state file.
  func makeStateReadOnly() throws {
    let files = FileManager.default
    try files.setAttributes([.posixPermissions: 0o777], ofItemAtPath: stateFolder)
    for name in try files.contentsOfDirectory(atPath: stateFolder) {
      let mode = name.hasPrefix("\(Service.environment).sqlite") ? 0o444 : 0o666
      try files.setAttributes([.posixPermissions: mode], ofItemAtPath: "\(stateFolder)/\(name)")
    }
  }

  /// Nothing in the folder can be written by anybody but the superuser.
  func makeStateFolderReadOnly() throws {
    try makeStateReadOnly()
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: stateFolder)
  }

  func makeStateWritable() throws {
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: stateFolder)
    for name in try FileManager.default.contentsOfDirectory(atPath: stateFolder) {
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: "\(stateFolder)/\(name)")
    }
  }

  /// Runs a line of the shell, in which `reconcile` is the program.
  func shell(_ line: String, simulation: String? = nil) async throws -> Ending {
    try await start("/bin/sh", ["-c", line], simulation: simulation).end()
  }

  /// Starts a line of the shell.
  func startShell(_ line: String) throws -> Running { try start("/bin/sh", ["-c", line], simulation: nil) }

  /// Starts the program as the one whose terminal this is.
  func start(on terminal: Terminal, _ arguments: [String], simulation: String? = nil) throws -> Running {
    try start("/usr/bin/setsid", ["--ctty", "--wait", program.path] + arguments, simulation: simulation, on: terminal)
  }

  private func start(
    _ executable: String, _ arguments: [String], simulation: String?, on terminal: Terminal? = nil
  ) throws -> Running {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: path)
    process.environment = [
      "PATH": "\(program.deletingLastPathComponent().path):/usr/bin:/bin", "HOME": path, "RECONCILE_WHO": "kim@laptop",
      "RECONCILE_RUN_URL": "https://ci.example/runs/7",
      "LC_ALL": "C.UTF-8", "RECONCILE_LOCK_LEASE": "6",
    ].merging(state.variables) { $1 }
    if let simulation {
      let name = "simulation-\(UUID().uuidString).json"
      try write(simulation, to: name)
      process.environment?["RECONCILE_SIMULATION"] = "\(path)/\(name)"
    }
    return try Running(process, output: "\(path)/output-\(UUID().uuidString)", on: terminal)
  }
}

/// A process under way. Without a terminal it speaks into a file: a pipe could be inherited by others and never end.
final class Running: @unchecked Sendable {
  private let process: Process
  private let output: String
  private let ended: AsyncStream<Void>

  init(_ process: Process, output: String, on terminal: Terminal? = nil) throws {
    self.process = process
    self.output = output
    let (ended, end) = AsyncStream<Void>.makeStream()
    self.ended = ended
    process.terminationHandler = { _ in end.finish() }
    _ = FileManager.default.createFile(atPath: output, contents: nil)
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: output))
    process.standardInput = terminal?.inside ?? FileHandle.nullDevice
    process.standardOutput = terminal?.inside ?? handle
    process.standardError = terminal?.inside ?? handle
    try process.run()
    try handle.close()
  }

  var identifier: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  var said: String { (try? String(contentsOfFile: output, encoding: .utf8)) ?? "" }

  struct NeverSo: Error {
    var said: String
  }

  /// Returns when what was said fulfils `condition`; gives up after a minute, or when the process has ended.
  func waitUntil(_ condition: (String) -> Bool) async throws {
    for _ in 0..<3000 {
      if condition(said) { return }
      guard isRunning else { break }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw NeverSo(said: said)
  }

  func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

  func end() async -> Place.Ending {
    for await _ in ended {}
    let wasKilled = process.terminationReason == .uncaughtSignal
    return Place.Ending(
      output: said, status: wasKilled ? -1 : process.terminationStatus, signal: wasKilled ? process.terminationStatus : nil)
  }
}
