import Exporting
import JSONDocument
import Resources
import Testing

@Suite("Files for pipelines") struct ServiceExportTests {
  private static let definition = """
    {"family": "tracker-web", "cpu": 256, "memory": "512", "networkMode": "awsvpc", "containerDefinitions": [
      {"name": "proxy", "image": "public.ecr.aws/nginx/nginx:1.27"},
      {"name": "web", "image": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-web:sha-3f9c2d1",
       "portMappings": [{"containerPort": 80}]}]}
    """
  private static let balancer = #"{"targetGroupArn": "arn", "containerName": "web", "containerPort": 80}"#

  private func export(balancers: String = Self.balancer, definition: String = Self.definition) throws -> ServiceExport {
    ServiceExport(
      service: ServiceDocument(try JSON(text: "{\"loadBalancers\": [\(balancers)]}")),
      definition: TaskDefinitionDocument(try JSON(text: definition)).asInput(family: "tracker-web"))
  }

  private func file(_ name: String, _ form: ExportForm, container: String? = nil) throws -> String {
    try #require(try export().files(form, container: container).first { $0.name == name }).text
  }

  @Test("imagedefinitions.json names every container with its image")
  func imageDefinitions() throws {
    let document = try JSON(text: try file("imagedefinitions.json", .imagedefinitions))
    #expect(
      document == [
        ["name": "proxy", "imageUri": "public.ecr.aws/nginx/nginx:1.27"],
        ["name": "web", "imageUri": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-web:sha-3f9c2d1"],
      ])
  }

  @Test("taskdef.json is what RegisterTaskDefinition takes: sizes are texts")
  func taskDefinition() throws {
    let document = try JSON(text: try file("taskdef.json", .taskdef))
    #expect(document["family"] == "tracker-web" && document["cpu"] == "256" && document["memory"] == "512")
    #expect(TaskDefinitionDocument(document).images.map(\.repository) == ["nginx/nginx", "tracker-web"])
  }

  @Test("the AppSpec leaves the revision open, and names what is behind the load balancer, the port as a number")
  func appSpec() throws {
    #expect(
      try file("appspec.yaml", .codedeploy) == """
        version: 0.0
        Resources:
          - TargetService:
              Type: AWS::ECS::Service
              Properties:
                TaskDefinition: "<TASK_DEFINITION>"
                LoadBalancerInfo:
                  ContainerName: "web"
                  ContainerPort: 80

        """)
  }

  @Test("for CodePipeline one image has a placeholder, and imageDetail.json says what stands for it")
  func codePipeline() throws {
    let files = try export().files(.codepipeline)
    #expect(files.map(\.name) == ["taskdef.json", "appspec.yaml", "imageDetail.json"])
    let definition = TaskDefinitionDocument(try JSON(text: files[0].text))
    #expect(definition.containers.map(\.imageText) == ["public.ecr.aws/nginx/nginx:1.27", "<IMAGE1_NAME>"])
    #expect(
      try JSON(text: files[2].text) == ["ImageURI": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/tracker-web:sha-3f9c2d1"])
    let other = TaskDefinitionDocument(try JSON(text: try file("taskdef.json", .codepipeline, container: "proxy")))
    #expect(other.containers.map(\.imageText).first == "<IMAGE1_NAME>")
  }

  @Test(
    "what CodeDeploy could not deploy is refused", arguments: [("", 0), (Self.balancer + "," + Self.balancer, 2)])
  func loadBalancers(balancers: String, count: Int) throws {
    #expect(throws: ExportProblem.loadBalancers(count)) { try export(balancers: balancers).files(.codedeploy) }
  }

  @Test("a container that is not there, and one without an image, are named")
  func containers() throws {
    #expect(throws: ExportProblem.noContainer("worker", known: ["proxy", "web"])) {
      try export().files(.codepipeline, container: "worker")
    }
    let definition = #"{"containerDefinitions": [{"name": "web", "image": "<IMAGE1_NAME>"}]}"#
    #expect(throws: ExportProblem.noImage(container: "web")) { try export(definition: definition).files(.imagedefinitions) }
  }

  @Test("a secret in plain text goes into no file", arguments: [ExportForm.taskdef, .codedeploy, .codepipeline])
  func secrets(form: ExportForm) throws {
    let definition = """
      {"containerDefinitions": [{"name": "web", "image": "nginx:1",
       "environment": [{"name": "DB_PASSWORD", "value": "hunter2-is-long"}]}]}
      """
    #expect(throws: ExportProblem.secret) { try export(definition: definition).files(form) }
  }
}
