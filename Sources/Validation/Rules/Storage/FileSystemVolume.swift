import Diagnostics
import JSONDocument

struct FileSystemVolume: TaskDefinitionRule {
  let code = "efs-volume"
  let severity = Diagnostic.Severity.error
  let summary = "EFS volumes name a file system, and encrypt where access points and roles ask for it"
  let source = "ECS API reference, EFSVolumeConfiguration and EFSAuthorizationConfig"

  func check(_ definition: TaskDefinitionView, _ findings: inout Findings) {
    for volume in definition.attributes.objects("volumes") {
      guard let system = volume["efsVolumeConfiguration"], system.objectValue != nil else { continue }
      check(system, &findings)
    }
  }

  private func check(_ system: JSON, _ findings: inout Findings) {
    if let id = system["fileSystemId"], let text = id.plainText, !text.hasPrefix("fs-") {
      findings.add("\"\(text)\" is no file system", at: id, fix: "write its id, such as \"fs-0123456789abcdef0\"")
    }
    let authorization = system["authorizationConfig"]
    let point = authorization?["accessPointId"]
    if let root = system["rootDirectory"], let path = root.plainText, path != "/", point != nil {
      findings.add("an access point has its own root directory", at: root, fix: "remove \"rootDirectory\"")
    }
    guard system["transitEncryption"]?.isOpen != true, system.text("transitEncryption") != "ENABLED" else { return }
    let asking: [(JSON?, String)] = [
      (authorization?.text("iam") == "ENABLED" ? authorization?["iam"] : nil, "IAM authorization"), (point, "an access point"),
      (system.int("transitEncryptionPort") ?? 0 > 0 ? system["transitEncryptionPort"] : nil, "a port for encrypted transfer"),
    ]
    for case (let json?, let name) in asking {
      findings.add("\(name) needs encrypted transfer", at: json, fix: "add \"transitEncryption\": \"ENABLED\"")
      return
    }
  }
}
