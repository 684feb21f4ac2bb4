import Diagnostics
import JSONDocument
import Resources

struct EnvironmentFiles: ContainerRule {
  let code = "environment-file"
  let severity = Diagnostic.Severity.error
  let summary = "environment files are ARNs of .env objects in S3"
  let source = "ECS API reference, EnvironmentFile value"

  func check(_ container: ContainerView, in definition: TaskDefinitionView, _ findings: inout Findings) {
    for file in container.json.objects("environmentFiles") {
      guard let json = file["value"], let text = json.plainText else { continue }
      if let arn = ARN(text), arn.service == "s3", arn.resource.contains("/"), text.hasSuffix(".env") { continue }
      findings.add(
        "\"value\" is no ARN of an .env object in S3", at: json,
        fix: text.hasPrefix("s3://")
          ? "write \"arn:aws:s3:::\(text.dropFirst(5))\"" : "write \"arn:aws:s3:::BUCKET/NAME.env\"")
    }
  }
}
