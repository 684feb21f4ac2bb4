/// Brings arguments into the one form that the parser reads: fingers know `-auto-approve` and `--auto-approve`.
enum ArgumentForm {
  /// Flags that people also write with a value, as Terraform lets them.
  private static let flags: Set<String> = [
    "--auto-approve", "--detailed-exitcode", "--json", "--stats", "--no-color", "--rules", "--delete-data", "--destroy",
    "--force",
    "--list", "--with-data-resources", "--strict", "--show-sensitive", "--allow-remote", "--from-git",
    "--dry-run", "--all", "--follow", "--temporarily", "--parallel", "--watch", "--offline",
  ]

  static func normalised(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (position, argument) in arguments.enumerated() {
      if argument == "--" { return result + arguments[position...] }
      if position == 0, argument == "-v" {
        result.append("--version")
      } else if let form = normalised(argument) {
        result.append(form)
      }
    }
    return result
  }

  /// Nil for a flag that is switched off, which is the same as leaving it out.
  private static func normalised(_ argument: String) -> String? {
    guard argument.hasPrefix("-"), argument.count > 2 else { return argument }
    let isNumber = argument.dropFirst().allSatisfy { $0.isNumber || $0 == "." }
    let long = argument.hasPrefix("--") || isNumber ? argument : "-" + argument
    if ["--refresh", "--fail-fast"].contains(long) { return long + "=true" }
    guard let equals = long.firstIndex(of: "="), flags.contains(String(long[..<equals])) else { return long }
    switch long[long.index(after: equals)...] {
    case "true", "1": return String(long[..<equals])
    case "false", "0": return nil
    default: return long
    }
  }
}
