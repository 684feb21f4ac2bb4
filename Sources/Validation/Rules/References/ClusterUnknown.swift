import Diagnostics
import JSONDocument
import Resources

/// A cluster without a file may be somebody else's; only what looks like a slip is reported.
struct ClusterUnknown: ServiceRule {
  let code = "cluster-unknown"
  let severity = Diagnostic.Severity.warning
  let summary = "a service's cluster is not a near miss of one that is described here"
  let source = "CreateService: ClusterNotFoundException"

  func check(_ service: ServiceView, _ findings: inout Findings) {
    let clusters = findings.context.clusters
    guard let json = service.attributes["cluster"], let name = json.plainText, !ARN.isARN(name), !clusters.isEmpty,
      clusters[name] == nil, let nearest = Nearest.name(to: name, among: clusters.keys.sorted())
    else { return }
    findings.add("no file here describes the cluster \"\(name)\"", at: json, fix: "did you mean \"\(nearest)\"?")
  }
}
