package openapi

import "github.com/bylaw-dev/bylaw/spec"

// wellKnown returns the shape of a message that ProtoJSON writes in a form of its own; nil: it is a message like others.
func wellKnown(t *spec.Type) *shape {
	switch t.ID() {
	case "google.protobuf.Timestamp":
		return newShape("string").keyword("format", text("date-time"))
	case "google.protobuf.Duration":
		return newShape("string").
			keyword("pattern", text(`^-?(0|[1-9][0-9]{0,10})(\.[0-9]{1,9})?s$`)).
			keyword("examples", list(text("1.5s"))).
			note("Seconds, with up to nine digits of a fraction.")
	case "google.protobuf.FieldMask":
		return newShape("string").
			keyword("pattern", text(anyMask)).
			note("Names of fields with commas between them, such as `displayName,address.city`.")
	case "google.protobuf.Empty":
		return newShape("object")
	case "google.protobuf.Struct":
		return newShape("object").keyword("additionalProperties", boolean(true))
	case "google.protobuf.Value":
		return newShape()
	case "google.protobuf.ListValue":
		return newShape("array").keyword("items", object().value())
	case "google.protobuf.NullValue":
		return newShape("null")
	case "google.protobuf.Any":
		typeURL := object().put("type", text("string")).
			put("description", text("The type of the message, such as `type.googleapis.com/google.rpc.ErrorInfo`."))
		return newShape("object").
			keyword("required", texts([]string{"@type"})).
			keyword("properties", object().put("@type", typeURL.value()).value()).
			keyword("additionalProperties", boolean(true)).
			note("Any message: its fields stand beside its type.")
	}
	return nil
}

// wrapper returns the use of a scalar that a wrapper of google/protobuf/wrappers.proto stands for; nil: it is none.
func wrapper(t *spec.Type) *spec.Type {
	switch t.ID() {
	case "google.protobuf.DoubleValue", "google.protobuf.FloatValue", "google.protobuf.Int64Value", "google.protobuf.UInt64Value",
		"google.protobuf.Int32Value", "google.protobuf.UInt32Value", "google.protobuf.BoolValue", "google.protobuf.StringValue",
		"google.protobuf.BytesValue":
		if len(t.Fields) == 1 {
			return t.Fields[0].Type
		}
	}
	return nil
}

// isHTTPBody reports whether a message is a body as it is, of any media type.
func isHTTPBody(t *spec.Type) bool { return t != nil && t.ID() == "google.api.HttpBody" }
