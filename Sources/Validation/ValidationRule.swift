package import Diagnostics
import Resources

/// One thing that must hold in an environment, checked after everything was read and interpolated.
///
/// A rule reports all that it finds, each with its place; it never stops at the first. Severity `error` is for what AWS
/// certainly refuses or what cannot work; everything else is a warning.
package protocol ValidationRule: Sendable {
  /// Stable name: `image-tag-missing`.
  var code: String { get }
  /// Of its findings, unless one says otherwise.
  var severity: Diagnostic.Severity { get }
  /// One line for `reconcile validate -rules`: what must hold.
  var summary: String { get }
  /// Where the fact comes from: an AWS document, Terraform's behaviour.
  var source: String { get }
  func check(_ context: ValidationContext) -> [Diagnostic]
}

/// A rule about one task definition at a time.
protocol TaskDefinitionRule: ValidationRule {
  func check(_ definition: TaskDefinitionView, _ findings: inout Findings)
}

extension TaskDefinitionRule {
  package func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for definition in context.taskDefinitions {
      findings.file = definition.resource.file
      check(definition, &findings)
    }
    return findings.diagnostics
  }
}

/// A rule about one container at a time.
protocol ContainerRule: TaskDefinitionRule {
  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings)
}

extension ContainerRule {
  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    for container in definition.containers { check(container, in: definition, &findings) }
  }
}

/// A rule about one service at a time.
protocol ServiceRule: ValidationRule {
  func check(_ service: ServiceView, _ findings: inout Findings)
}

extension ServiceRule {
  package func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for service in context.services {
      findings.file = service.resource.file
      check(service, &findings)
    }
    return findings.diagnostics
  }
}

/// A rule about one resource of a kind at a time.
protocol ResourceRule: ValidationRule {
  /// Nil: resources of every kind.
  var kind: ResourceKind? { get }
  func check(_ resource: Resource, _ findings: inout Findings)
}

extension ResourceRule {
  package func check(_ context: ValidationContext) -> [Diagnostic] {
    var findings = Findings(self, context)
    for resource in context.resources where kind == nil || resource.identity.kind == kind {
      findings.file = resource.file
      check(resource, &findings)
    }
    return findings.diagnostics
  }
}
