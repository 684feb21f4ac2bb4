package import Exporting

extension Failure {
  /// Why a service cannot be exported.
  package init(_ problem: ExportProblem, service: String) {
    let nothing = "Nothing was written."
    switch problem {
    case .secret:
      self.init(
        "export-secret", subject: service, "its task definition holds a secret in plain text, which the file would show",
        details: [nothing],
        next: "move the value to `secrets`; or, where it is no secret, name it with -not-sensitive PATH")
    case .loadBalancers(let count):
      self.init(
        "export-load-balancer", subject: service,
        count == 0 ? "it has no load balancer" : "it has \(count) load balancers, and an AppSpec names one",
        details: ["CodeDeploy shifts the traffic of a load balancer from old tasks to new ones.", nothing],
        next: "let ECS deploy it: `reconcile export imagedefinitions`, or `reconcile apply`")
    case .noContainer(let name, let known):
      self.init(
        "container-unknown", subject: name, "the task definition of \(service) has no such container",
        details: ["It has \(listed(known)).", nothing])
    case .noImage(let container):
      self.init(
        "export-image", subject: service, "the image of its container \"\(container)\" is none that could be pulled",
        details: [nothing])
    case .tooLarge(let bytes):
      self.init(
        "export-too-large", subject: service, "imagedefinitions.json would have \(bytes) bytes; CodePipeline reads 102400",
        details: [nothing])
    }
  }
}
