package rpcclient

import (
	"crypto/rand"
	"strings"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/bylaw-dev/bylaw/templates/support/value"
)

// tokenNames are the fields that hold an idempotency token; the first is AIP-155's.
var tokenNames = [...]protoreflect.Name{"request_id", "client_token", "idempotency_key"}

// tokenField is the field of a request that holds its idempotency token.
type tokenField struct {
	within   protoreflect.FullName // the request
	number   protoreflect.FieldNumber
	uuid     bool // it takes nothing but a UUID
	noDashes bool // ... written without its dashes
}

func findToken(request protoreflect.MessageDescriptor) *tokenField {
	for _, name := range tokenNames {
		f := request.Fields().ByName(name)
		if f == nil || f.Kind() != protoreflect.StringKind || f.Cardinality() == protoreflect.Repeated {
			continue
		}
		t := &tokenField{within: request.FullName(), number: f.Number()}
		t.readForm(f)
		return t
	}
	return nil
}

// readForm finds out whether the token has to be a UUID (AIP-4235 demands one, and so may protovalidate).
func (t *tokenField) readForm(f protoreflect.FieldDescriptor) {
	options := &descriptorpb.FieldOptions{}
	raw, err := proto.Marshal(f.Options())
	if err != nil || proto.Unmarshal(raw, options) != nil {
		return
	}
	info, _ := proto.GetExtension(options, annotations.E_FieldInfo).(*annotations.FieldInfo)
	rules, _ := proto.GetExtension(options, validate.E_Field).(*validate.FieldRules)
	t.noDashes = rules.GetString().GetTuuid()
	t.uuid = t.noDashes || rules.GetString().GetUuid() || info.GetFormat() == annotations.FieldInfo_UUID4
}

// fill returns the message with a token, which is a copy if it had none, and whether it has one now.
func (t *tokenField) fill(message any, newToken func() string) (any, bool) {
	m, ok := message.(proto.Message)
	if t == nil || !ok || m.ProtoReflect().Descriptor().FullName() != t.within {
		return message, false
	}
	r := m.ProtoReflect()
	field := r.Descriptor().Fields().ByNumber(t.number)
	if r.Get(field).String() != "" {
		return message, true
	}
	filled := shallow(r)
	filled.Set(field, protoreflect.ValueOfString(t.make(newToken)))
	return filled.Interface(), true
}

func (t *tokenField) make(newToken func() string) string {
	token := newToken()
	if t.uuid {
		if _, err := value.ParseUUID(token); err != nil {
			token = newUUID()
		}
	}
	if t.noDashes {
		token = strings.ReplaceAll(token, "-", "")
	}
	return token
}

// shallow copies a message that is only to be sent, and shares everything below it.
func shallow(m protoreflect.Message) protoreflect.Message {
	c := m.New()
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		c.Set(f, v)
		return true
	})
	c.SetUnknown(m.GetUnknown())
	return c
}

// newUUID returns a random UUID (version 4 of RFC 9562).
func newUUID() string {
	var id value.UUID
	rand.Read(id[:]) // never fails
	id[6] = id[6]&0x0f | 0x40
	id[8] = id[8]&0x3f | 0x80
	return id.String()
}
