package jsonpb

import (
	"strings"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// The members of an Any that are no fields of what it holds.
const (
	typeKey  = "@type"
	valueKey = "value" // of types with a form of their own
)

// any reads an Any: the message that @type names, which is kept in its binary form.
func (x *reader) any(n wire.Node, m protoreflect.Message) {
	if !x.is(n, wire.KindObject) || x.r.Count(n) == 0 {
		return
	}
	url := x.typeURL(n)
	if url == "" {
		return
	}
	mt, err := x.types.FindMessageByURL(url)
	if err != nil {
		x.failAt(typeKey, errors.Enum, "names a type that is not known here")
		return
	}
	inner := mt.New()
	x.partial++
	x.held(n, inner)
	x.partial--
	binary, err := proto.MarshalOptions{AllowPartial: true, Deterministic: true}.Marshal(inner.Interface())
	if err != nil {
		x.fail(errors.Format, "has no binary form")
		return
	}
	m.Set(number(m, 1), protoreflect.ValueOfString(url))
	m.Set(number(m, 2), protoreflect.ValueOfBytes(binary))
}

// typeURL finds the type of an Any. Empty: there is none, which has been recorded unless it is to be overlooked.
func (x *reader) typeURL(n wire.Node) (url string) {
	count := 0
	for members := x.r.Members(n); members.Next(); {
		if members.Key != typeKey {
			continue
		}
		count++
		switch {
		case count > 1:
			x.failAt(typeKey, errors.DuplicateKey, "is there more than once")
			return ""
		case x.r.Kind(members.Value) != wire.KindString:
			x.failAt(typeKey, errors.Type, "must be a string")
		case x.r.Text(members.Value) == "":
			x.failAt(typeKey, errors.Format, "must name a type, such as type.googleapis.com/google.protobuf.Empty")
		default:
			url = x.r.Keep(members.Value)
		}
	}
	if count == 0 && !x.discard {
		x.failAt(typeKey, errors.Required, "is required: it names the type of the rest")
	}
	return url
}

// held reads what an Any holds: beside the type, or below value if it has a form of its own.
func (x *reader) held(n wire.Node, inner protoreflect.Message) {
	form := formOf(inner.Descriptor())
	if form == ordinary {
		x.fields(n, inner, true)
		return
	}
	found := false
	for members := x.r.Members(n); members.Next(); {
		switch {
		case members.Key == typeKey:
		case members.Key != valueKey && !x.discard:
			x.failAt(members.Key, errors.UnknownField, "is not a field of this Any, which has only value")
		case members.Key != valueKey:
		case found:
			x.failAt(valueKey, errors.DuplicateKey, "is there more than once")
		default:
			found = true
			x.path = append(x.path, step{name: valueKey})
			x.special(members.Value, inner, form)
			x.pop()
		}
	}
	if !found && form != emptyForm {
		x.failAt(valueKey, errors.Required, "is required")
	}
}

// extension finds the extension that a member in brackets names. Nil: there is none, which has been recorded.
func (o *object) extension(key string) protoreflect.FieldDescriptor {
	name, _ := strings.CutSuffix(key[1:], "]")
	xt, err := o.x.types.FindExtensionByName(protoreflect.FullName(name))
	switch {
	case err == protoregistry.NotFound:
		o.unknown(key)
		return nil
	case err != nil:
		o.x.failAt(key, errors.UnknownField, "is not an extension")
		return nil
	}
	fd, md := xt.TypeDescriptor(), o.m.Descriptor()
	if !md.ExtensionRanges().Has(fd.Number()) || fd.ContainingMessage().FullName() != md.FullName() {
		o.x.failAt(key, errors.UnknownField, "is not an extension of "+string(md.FullName()))
		return nil
	}
	return fd
}
