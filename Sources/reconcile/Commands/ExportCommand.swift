import ArgumentParser
import Engine
import Exporting
import JSONDocument
import Loading
import Platform
import Reporting
import Resources

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write the files that AWS's pipelines take: imagedefinitions.json, taskdef.json, appspec.yaml.",
    discussion: """
      EXAMPLE: reconcile export imagedefinitions -service api envs/staging

      Forms are imagedefinitions, taskdef, codedeploy and codepipeline. They say what the files say; nobody is asked.
      """)

  @Argument(help: ArgumentHelp("imagedefinitions, taskdef, codedeploy or codepipeline.", valueName: "form"))
  var form: ExportForm
  @OptionGroup var environmentOptions: EnvironmentOptions
  @Option(help: ArgumentHelp("Only this service; may be repeated.", valueName: "name"))
  var service: [String] = []
  @Option(
    help: ArgumentHelp(
      "Whose image gets the placeholder <IMAGE1_NAME> (default: the one behind the load balancer).", valueName: "name"))
  var container: String?
  @Option(
    name: .customLong("out"),
    help: ArgumentHelp("Folder for the files; of several services each gets a folder there.", valueName: "folder"),
    completion: .directory)
  var folder: String?
  @Option(
    name: .customLong("not-sensitive"),
    help: ArgumentHelp("Take what stands at this path for no secret by its name; may be repeated.", valueName: "path"))
  var notSensitive: [String] = []
  @OptionGroup var output: OutputOptions

  func validate() throws {
    guard SensitiveDeclarations.declare(paths: [], plain: notSensitive) else {
      throw ValidationError("A path is written as a plan shows it, such as containers[web].environment[PIN].")
    }
    if container != nil, form != .codepipeline { throw ValidationError("-container is for the form codepipeline.") }
  }

  func run() async throws {
    let directory = environmentOptions.directory
    try await Session.run(output, state: environmentOptions.state, directory: directory) { session in
      let resources = try session.load(directory).desired.resources
      let services = try chosen(resources, directory)
      var files: [(path: String, text: String)] = []
      for service in services {
        let prefix = services.count > 1 ? service.address.name + "/" : ""
        files += try exported(service, resources).map { (prefix + $0.name, $0.text) }
      }
      guard let folder else { return try show(files, session) }
      for file in files { try write(file.text, to: Paths.joined(folder, file.path)) }
      let paths = files.map { Paths.joined(folder, $0.path) }
      session.print(text: Message(lines: paths.map { "wrote \($0)" }), json: ExportLines.lines(paths))
      return .done
    }
  }

  private func chosen(_ resources: [Resource], _ directory: String) throws -> [Resource] {
    let services = resources.filter { $0.identity.kind == .service }.sorted { $0.address < $1.address }
    guard !services.isEmpty else {
      throw Failure("no-services", subject: directory, "the environment has no services", details: ["Nothing was written."])
    }
    return try service.isEmpty ? services : service.map { try ServiceNames.service($0, among: services) }
  }

  private func exported(_ service: Resource, _ resources: [Resource]) throws -> [ExportedFile] {
    guard let link = service.taskDefinitionLink, let definition = resources.first(where: { $0.address == link }) else {
      throw Failure(
        "task-definition-elsewhere", subject: service.address.description, "its task definition has no file in this environment",
        details: ["Nothing was written."])
    }
    let export = ServiceExport(
      service: ServiceDocument(service.attributes),
      definition: TaskDefinitionDocument(definition.attributes).asInput(family: definition.identity.name))
    do throws(ExportProblem) {
      return try export.files(form, container: container)
    } catch {
      throw Failure(error, service: service.address.description)
    }
  }

  /// One file can be an answer; several are no document.
  private func show(_ files: [(path: String, text: String)], _ session: Session) throws -> ExitStatus {
    guard files.count == 1, let document = JSON.parse(Array(files[0].text.utf8)).document else {
      throw Failure(
        "export-folder", subject: environmentOptions.directory, "these are \(files.count) files",
        details: ["They are \(files.map(\.path).joined(separator: ", ")).", "Nothing was written."],
        next: "name a folder for them, -out FOLDER, or one service, -service NAME")
    }
    session.print(document: document)
    return .done
  }

  /// In the place of an older one.
  private func write(_ text: String, to path: String) throws {
    try FileSystem.makeFolder(of: path)
    let there = FileSystem.kind(path) == nil ? nil : try FileSystem.readDocument(path)
    guard try FileSystem.exchange(there, for: Array(text.utf8), at: path) else {
      throw Failure("file-moved", subject: path, "somebody else is writing this file", next: "repeat the command")
    }
  }
}

extension ExportForm: ExpressibleByArgument {}
