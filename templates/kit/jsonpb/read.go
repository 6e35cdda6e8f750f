package jsonpb

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Parse puts a body on the tape, within the limits of o. False: it is no JSON, and a violation says where. Keys that
// occur twice are left to Read, which knows what they are called in the message; r.ParseJSON refuses them itself.
func Parse(r *wire.Reader, body []byte, o Options) (wire.Node, bool) {
	o.Limits.Duplicates = true
	return r.ParseJSON(body, o.Limits)
}

// Read reads a node into m, which has to be empty. Everything that is wrong is recorded in r, with its path by proto
// names; m is good only if r.OK.
func Read(r *wire.Reader, n wire.Node, m protoreflect.Message, o Options) {
	x := newReader(r, n, &o)
	x.message(n, m)
}

// ReadField reads a node into the field of m that path names, such as order of the body "order". Paths of violations
// begin with it. Null leaves the field unset. The path is by proto names; a field that isn't there is a mistake of the
// caller, and panics.
func ReadField(r *wire.Reader, n wire.Node, m protoreflect.Message, path string, o Options) {
	x := newReader(r, n, &o)
	for {
		name, rest, nested := strings.Cut(path, ".")
		fd := m.Descriptor().Fields().ByName(protoreflect.Name(name))
		x.push(fd)
		if !nested {
			if !r.IsNull(n) || takesNull(fd) {
				x.value(n, m, fd)
			}
			return
		}
		m, path = m.Mutable(fd).Message(), rest
	}
}

// reader reads one node.
type reader struct {
	r       *wire.Reader
	root    wire.Node
	types   Resolver
	discard bool
	partial int // above 0: nothing is required, as in an Any
	path    []step
}

// usualDepth is how deep most messages are.
const usualDepth = 6

func newReader(r *wire.Reader, n wire.Node, o *Options) *reader {
	x := &reader{r: r, root: n, types: o.types(), discard: o.DiscardUnknown, path: make([]step, 0, usualDepth)}
	if o.AllowPartial {
		x.partial = 1
	}
	return x
}

// fail records what is wrong where the path leads.
func (x *reader) fail(code string, description ...string) {
	in, _ := x.r.Path(x.root)
	x.r.Report(in, appendPath(x.r, x.path), code, strings.Join(description, ""))
}

// failAt records what is wrong with a member that has no field.
func (x *reader) failAt(member, code string, description ...string) {
	x.path = append(x.path, step{name: member})
	x.fail(code, description...)
	x.pop()
}

// is says whether n is of that kind, and records it if it isn't.
func (x *reader) is(n wire.Node, k wire.Kind) bool {
	if x.r.Kind(n)&k != 0 {
		return true
	}
	x.fail(errors.Type, "must be ", k.String())
	return false
}

// message reads a message of any type.
func (x *reader) message(n wire.Node, m protoreflect.Message) {
	if form := formOf(m.Descriptor()); form != ordinary {
		x.special(n, m, form)
		return
	}
	x.fields(n, m, false)
}

// fields reads the members of an object. In an Any one of them is the type.
func (x *reader) fields(n wire.Node, m protoreflect.Message, typed bool) {
	md := m.Descriptor()
	switch {
	case isMessageSet(md):
		x.fail(errors.Type, "is a MessageSet, which has no form in JSON")
		return
	case !x.is(n, wire.KindObject):
		return
	}
	o := object{x: x, m: m, fields: md.Fields(), oneofs: md.Oneofs().Len() > 0}
	for members := x.r.Members(n); members.Next(); {
		if !typed || members.Key != typeKey {
			o.member(members.Key, members.Value)
		}
	}
	if numbers := md.RequiredNumbers(); numbers.Len() > 0 {
		o.require(numbers)
	}
}

// object is an object that is being read.
type object struct {
	x      *reader
	m      protoreflect.Message
	fields protoreflect.FieldDescriptors
	oneofs bool
	seen   numbers // fields that were there, though they may have been null
	filled numbers // oneofs of which a member was there; their index
}

// member reads one member into its field.
func (o *object) member(key string, n wire.Node) {
	if fd := o.field(key); fd != nil {
		o.x.push(fd)
		o.place(fd, n)
		o.x.pop()
	}
}

func (o *object) place(fd protoreflect.FieldDescriptor, n wire.Node) {
	switch x := o.x; {
	case !o.seen.add(int(fd.Number())):
		x.fail(errors.DuplicateKey, "is there more than once, perhaps by its other name")
	case x.r.IsNull(n) && !takesNull(fd):
		x.absent(fd)
	case o.oneofs && !o.claim(fd):
		x.fail(errors.OneOf, "must not be there beside another of ", memberNames(fd.ContainingOneof()))
	default:
		x.value(n, o.m, fd)
	}
}

// field finds the field of a member. Nil: there is none, which has been recorded.
func (o *object) field(key string) protoreflect.FieldDescriptor {
	if strings.HasPrefix(key, "[") && strings.HasSuffix(key, "]") {
		return o.extension(key)
	}
	fd := o.fields.ByJSONName(key)
	if fd == nil {
		fd = o.fields.ByTextName(key)
	}
	if fd == nil {
		o.unknown(key)
	}
	return fd
}

func (o *object) unknown(key string) {
	if !o.x.discard {
		o.x.failAt(key, errors.UnknownField, "is not a field of ", string(o.m.Descriptor().FullName()))
	}
}

// claim says whether fd is the first member of its oneof, if it is in one.
func (o *object) claim(fd protoreflect.FieldDescriptor) bool {
	one := fd.ContainingOneof()
	return one == nil || fd.IsExtension() || o.filled.add(one.Index())
}

// absent looks at a field whose value says that it isn't there.
func (x *reader) absent(fd protoreflect.FieldDescriptor) {
	if x.partial == 0 && !fd.IsExtension() && fd.ContainingMessage().RequiredNumbers().Has(fd.Number()) {
		x.fail(errors.Required, "is required")
	}
}

// require records the fields of proto2 that are missing.
func (o *object) require(all protoreflect.FieldNumbers) {
	for i := range all.Len() {
		if number := all.Get(i); o.x.partial == 0 && !o.seen.has(int(number)) && !o.m.Has(o.fields.ByNumber(number)) {
			o.x.push(o.fields.ByNumber(number))
			o.x.fail(errors.Required, "is required")
			o.x.pop()
		}
	}
}

// value reads the value of a field of any kind.
func (x *reader) value(n wire.Node, m protoreflect.Message, fd protoreflect.FieldDescriptor) {
	switch {
	case fd.IsList():
		x.list(n, m, fd)
	case fd.IsMap():
		x.entries(n, m, fd)
	case fd.Message() != nil:
		x.message(n, m.Mutable(fd).Message())
	default:
		if v := x.scalar(n, fd); v.IsValid() {
			m.Set(fd, v)
		}
	}
}
