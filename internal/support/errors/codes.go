package errors

// Codes of errors, one a status that the boundary answers.
const (
	CodeInvalidRequest       = "invalid_request"        // 400
	CodeUnauthenticated      = "unauthenticated"        // 401
	CodePermissionDenied     = "permission_denied"      // 403
	CodeNotFound             = "not_found"              // 404
	CodeMethodNotAllowed     = "method_not_allowed"     // 405
	CodeNotAcceptable        = "not_acceptable"         // 406
	CodeConflict             = "conflict"               // 409
	CodePreconditionFailed   = "precondition_failed"    // 412
	CodePayloadTooLarge      = "payload_too_large"      // 413
	CodeUnsupportedMediaType = "unsupported_media_type" // 415
	CodeUnprocessable        = "unprocessable"          // 422
	CodeTooManyRequests      = "too_many_requests"      // 429
	CodeInternal             = "internal"               // 500
	CodeUnimplemented        = "unimplemented"          // 501
	CodeUnavailable          = "unavailable"            // 503
	CodeDeadlineExceeded     = "deadline_exceeded"      // 504
)

// Codes of violations: the JSON Schema keyword in snake case, or what is wrong with the text itself.
const (
	Required              = "required"
	Type                  = "type"
	Format                = "format"
	MinLength             = "min_length"
	MaxLength             = "max_length"
	Pattern               = "pattern"
	Minimum               = "minimum"
	Maximum               = "maximum"
	ExclusiveMinimum      = "exclusive_minimum"
	ExclusiveMaximum      = "exclusive_maximum"
	MultipleOf            = "multiple_of"
	MinItems              = "min_items"
	MaxItems              = "max_items"
	UniqueItems           = "unique_items"
	Contains              = "contains"
	MinContains           = "min_contains"
	MaxContains           = "max_contains"
	MinProperties         = "min_properties"
	MaxProperties         = "max_properties"
	PropertyNames         = "property_names"
	DependentRequired     = "dependent_required"
	Enum                  = "enum"
	Const                 = "const"
	UnknownField          = "unknown_field" // additionalProperties: false
	UnevaluatedProperties = "unevaluated_properties"
	UnevaluatedItems      = "unevaluated_items"
	ReadOnly              = "read_only"
	WriteOnly             = "write_only"
	OneOf                 = "one_of"
	AnyOf                 = "any_of"
	Not                   = "not"
	IfThen                = "if_then"
	FalseSchema           = "false_schema"
	DuplicateKey          = "duplicate_key"
	InvalidJSON           = "invalid_json"
	InvalidUTF8           = "invalid_utf8" // bytes that are no UTF-8, and escapes that are half a surrogate pair
	TooDeep               = "too_deep"
	TooLarge              = "too_large"   // more values than the limit allows
	TooComplex            = "too_complex" // more work than any honest message costs
)
