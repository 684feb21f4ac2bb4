/// Every rule, in the order in which they are listed.
package enum ValidationRules {
  package static let all: [any ValidationRule] = images + structure + identity + references

  private static let images: [any ValidationRule] = [
    ImageTagMissing(), ImageTagUndeclared(), ImageTagInvalid(), ImageTagPattern(), ImageUnused(), ImageFixed(),
    ImageReferenceRule(),
  ]
  private static let structure: [any ValidationRule] = [
    MissingMember(), WrongType(), WrongValue(), MisspeltMember(), UnknownMember(), BlankElement(),
  ]
  private static let identity: [any ValidationRule] = [
    DuplicateIdentity(), DuplicateContainerName(), ContainerCount(), EssentialContainer(),
  ]
  private static let references: [any ValidationRule] = [
    ContainerNotDefined(), PortNotDefined(), TaskDefinitionUnknown(),
  ]
}
