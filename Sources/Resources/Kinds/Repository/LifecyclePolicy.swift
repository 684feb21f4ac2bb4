import JSONDocument

/// R01: rules are ordered by priority, the lists of prefixes and patterns are sets, empty lists are like absent;
/// everything else counts.
enum LifecyclePolicy {
  static func canonicalize(_ policy: JSON) -> JSON {
    policy.parsedText.mapMembers { name, value in
      guard name == "rules", let rules = value.arrayValue else { return value }
      return rules.isEmpty ? Optional.none : .array(ordered(rules.map(rule)))
    }
  }

  private static func ordered(_ rules: [JSON]) -> [JSON] {
    rules.map { (priority: $0["rulePriority"]?.intValue ?? .max, text: $0.text(.canonical), rule: $0) }
      .sorted { ($0.priority, $0.text) < ($1.priority, $1.text) }
      .map(\.rule)
  }

  private static func rule(_ rule: JSON) -> JSON {
    rule.mapMembers { name, value in
      guard name == "selection" else { return value.unlessEmptyList }
      return value.mapMembers { name, value in
        switch name {
        case "tagPrefixList", "tagPatternList": value.sortedTexts.unlessEmptyList
        default: value.unlessEmptyList
        }
      }
    }
  }
}
