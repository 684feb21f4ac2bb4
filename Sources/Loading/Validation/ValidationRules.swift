/// Every rule, in the order in which they are listed.
package enum ValidationRules {
  package static let all: [any ValidationRule] = []
}
