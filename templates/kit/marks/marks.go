// Package marks reads what a contract says of its declarations beyond their shape: who may see them, which personal data
// they hold, when they go away. It reads bylaw's own options and Google's, whether or not the program links their
// extensions; it must not know what is made of them.
package marks

import (
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// Marks is what is said of one declaration.
type Marks struct {
	PII         string // the class of personal data: contact, identifier, financial, health, secret; none, if that is said; "": nothing is
	Tier        string // "public" or "internal"; "": not said
	Sunset      string // the day of removal, "2027-03-01"; "": not said
	Replacement string // what to use instead; "": not said
	Cache       string // of services and methods, how answers may be kept: static, api, private or none; "": not said
	Quota       string // of services and methods, how often a caller may call, "100/min"; "": not said
	Deprecated  bool
	Redacted    bool // debug_redact
}

// Personal reports whether the value must not be seen in logs.
func (m Marks) Personal() bool { return m.Redacted || m.PII != "" && m.PII != "none" }

// Internal reports whether only insiders may see it.
func (m Marks) Internal() bool { return m.Tier == "internal" }

// Where the options lie: bylaw/options.proto gives all of them one number, google/api/visibility.proto another.
const (
	policyOption     protowire.Number = 62796157
	visibilityOption protowire.Number = 72295727
	restriction      protowire.Number = 2 // of google.api.VisibilityRule
)

// numbers are the fields of one kind of policy; 0: it has none.
type numbers struct{ pii, tier, sunset, replacement, cache, quota protowire.Number }

// Of returns what is said of a file, service, method, message, field, enum or enum value itself. An explicit tier of
// bylaw's counts more than Google's visibility, of which only INTERNAL means insiders.
func Of(d protoreflect.Descriptor) Marks {
	o, n := d.Options(), numbers{tier: 1, sunset: 4, replacement: 5, cache: 6, quota: 7} // of files, services and methods
	var m Marks
	switch o := o.(type) {
	case *descriptorpb.MessageOptions:
		n, m.Deprecated = numbers{pii: 1, tier: 2, sunset: 4, replacement: 5}, o.GetDeprecated()
	case *descriptorpb.FieldOptions:
		n, m.Deprecated, m.Redacted = numbers{pii: 1, tier: 2, sunset: 3, replacement: 4}, o.GetDeprecated(), o.GetDebugRedact()
	case *descriptorpb.EnumOptions:
		n, m.Deprecated = numbers{tier: 1, sunset: 2, replacement: 3}, o.GetDeprecated()
	case *descriptorpb.EnumValueOptions:
		n, m.Deprecated, m.Redacted = numbers{tier: 1, sunset: 2, replacement: 3}, o.GetDeprecated(), o.GetDebugRedact()
	case *descriptorpb.MethodOptions:
		m.Deprecated = o.GetDeprecated()
	case *descriptorpb.ServiceOptions:
		m.Deprecated = o.GetDeprecated()
	case *descriptorpb.FileOptions:
		m.Deprecated = o.GetDeprecated()
	default:
		return m
	}
	m.read(o, n)
	return m
}

func (m *Marks) read(o protoreflect.ProtoMessage, n numbers) {
	bytes, err := proto.MarshalOptions{AllowPartial: true}.Marshal(o)
	if err != nil || len(bytes) == 0 {
		return
	}
	labels := ""
	each(bytes, func(number protowire.Number, option []byte) {
		switch number {
		case policyOption:
			each(option, func(number protowire.Number, text []byte) { m.put(n, number, string(text)) })
		case visibilityOption:
			each(option, func(number protowire.Number, text []byte) {
				if number == restriction {
					labels = string(text)
				}
			})
		}
	})
	if m.Tier == "" && insiders(labels) {
		m.Tier = "internal"
	}
}

func (m *Marks) put(n numbers, number protowire.Number, text string) {
	switch number {
	case n.pii:
		m.PII = text
	case n.tier:
		m.Tier = text
	case n.sunset:
		m.Sunset = text
	case n.replacement:
		m.Replacement = text
	case n.cache:
		m.Cache = text
	case n.quota:
		m.Quota = text
	}
}

func insiders(labels string) bool {
	for label := range strings.SplitSeq(labels, ",") {
		if strings.TrimSpace(label) == "INTERNAL" {
			return true
		}
	}
	return false
}

// each goes over the fields of a message's bytes that have a length.
func each(message []byte, do func(protowire.Number, []byte)) {
	for len(message) > 0 {
		number, kind, size := protowire.ConsumeTag(message)
		if size < 0 {
			return
		}
		message = message[size:]
		if kind == protowire.BytesType {
			content, _ := protowire.ConsumeBytes(message)
			do(number, content)
		}
		if size = protowire.ConsumeFieldValue(number, kind, message); size < 0 {
			return
		}
		message = message[size:]
	}
}

// Field is Of for a field, and where it says nothing itself, for the message or enum that is its type (of a map, of its
// values).
func Field(f protoreflect.FieldDescriptor) Marks {
	m := Of(f)
	if f.IsMap() {
		f = f.MapValue()
	}
	var typ Marks
	switch {
	case f.Message() != nil:
		typ = Of(f.Message())
	case f.Enum() != nil:
		typ = Of(f.Enum())
	}
	if m.PII == "" {
		m.PII = typ.PII
	}
	if m.Tier == "" {
		m.Tier = typ.Tier
	}
	return m
}

// Method is Of for a method, and where it says nothing itself, for its service, and then for its file.
func Method(d protoreflect.MethodDescriptor) Marks {
	m := Of(d)
	for _, outer := range [...]protoreflect.Descriptor{d.Parent(), d.ParentFile()} {
		o := Of(outer)
		if m.Tier == "" {
			m.Tier = o.Tier
		}
		if m.Sunset == "" {
			m.Sunset = o.Sunset
		}
		if m.Replacement == "" {
			m.Replacement = o.Replacement
		}
		if m.Cache == "" {
			m.Cache = o.Cache
		}
		if m.Quota == "" {
			m.Quota = o.Quota
		}
		m.Deprecated = m.Deprecated || o.Deprecated
	}
	return m
}
