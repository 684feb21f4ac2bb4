// swift-format-ignore-file
// Written by scripts/generate-model.py from botocore 1.44.8. Do not edit; run `make model`.

extension ModelText {
  static let kms = ##"""
Decrypt	>	DecryptRequest	DecryptResponse
GenerateDataKey	>	GenerateDataKeyRequest	GenerateDataKeyResponse
AttestationDocumentType	x	1	262144
BackingKeyIdType	s	64	64	^[a-f0-9]+$
CiphertextType	x	1	6144
DataKeySpec	=	AES_256	AES_128
DecryptRequest	{	CiphertextBlob	CiphertextType	EncryptionContext	EncryptionContextType	GrantTokens	GrantTokenList	KeyId	KeyIdType	EncryptionAlgorithm	EncryptionAlgorithmSpec	Recipient	RecipientInfo	DryRun	NullableBooleanType	DryRunModifiers	DryRunModifierList
DecryptResponse	{	KeyId	KeyIdType	Plaintext	PlaintextType	EncryptionAlgorithm	EncryptionAlgorithmSpec	CiphertextForRecipient	CiphertextType	KeyMaterialId	BackingKeyIdType
DryRunModifierList	[	DryRunModifierType
DryRunModifierType	=	IGNORE_CIPHERTEXT
EncryptionAlgorithmSpec	=	SYMMETRIC_DEFAULT	RSAES_OAEP_SHA_1	RSAES_OAEP_SHA_256	SM2PKE
EncryptionContextKey	s
EncryptionContextType	<	EncryptionContextKey	EncryptionContextValue
EncryptionContextValue	s
GenerateDataKeyRequest	{	*KeyId	KeyIdType	EncryptionContext	EncryptionContextType	NumberOfBytes	NumberOfBytesType	KeySpec	DataKeySpec	GrantTokens	GrantTokenList	Recipient	RecipientInfo	DryRun	NullableBooleanType
GenerateDataKeyResponse	{	CiphertextBlob	CiphertextType	Plaintext	PlaintextType	KeyId	KeyIdType	CiphertextForRecipient	CiphertextType	KeyMaterialId	BackingKeyIdType
GrantTokenList	[	GrantTokenType	0	10
GrantTokenType	s	1	8192
KeyEncryptionMechanism	=	RSAES_OAEP_SHA_256
KeyIdType	s	1	2048
NullableBooleanType	b
NumberOfBytesType	i	1	1024
PlaintextType	x	1	4096
RecipientInfo	{	KeyEncryptionAlgorithm	KeyEncryptionMechanism	AttestationDocument	AttestationDocumentType
"""##
}
