// Package features says which settings of protobuf editions hold at a declaration. It knows the
// defaults of proto2 and proto3, which are fixed combinations of them.
package features

import (
	"github.com/bylaw-dev/bylaw/spec"
)

// Feature is a setting with what holds where nothing is said.
type Feature struct {
	Name                     string // in google.protobuf.FeatureSet
	Proto2, Proto3, Editions string // the defaults; Editions: of 2023
}

// The features that decide what code or JSON can do with a message.
var (
	UTF8Validation = Feature{"utf8_validation", "NONE", "VERIFY", "VERIFY"}
	JSONFormat     = Feature{"json_format", "LEGACY_BEST_EFFORT", "ALLOW", "ALLOW"}
	FieldEncoding  = Feature{"repeated_field_encoding", "EXPANDED", "PACKED", "PACKED"}
)

// At returns the value of a feature at a declaration of the API: its own, or that of the nearest
// declaration around it, or of the file.
func (f Feature) At(api *spec.API, n *spec.Node) string {
	doc := document(api, n)
	switch {
	case doc == nil:
		return ""
	case doc.Dialect == "proto2":
		return f.Proto2
	case doc.Dialect == "proto3":
		return f.Proto3
	}
	for at := n; at != nil && at != &api.Node; at = at.Parent {
		if value := f.set(at); value != "" {
			return value
		}
	}
	if value := f.set(&doc.Node); value != "" {
		return value
	}
	return f.Editions
}

func (f Feature) set(n *spec.Node) string {
	attribute, ok := n.Attr("features")
	if !ok {
		return ""
	}
	return attribute.Value.Get(f.Name).String()
}

func document(api *spec.API, n *spec.Node) *spec.Document {
	for _, d := range api.Documents {
		if d.File == n.Span.File {
			return d
		}
	}
	return nil
}
