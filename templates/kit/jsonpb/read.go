package jsonpb

import (
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/wire"
)

// Parse puts a body on the tape, within the limits of o. False: it is no JSON, and a violation says where. Keys that
// occur twice are left to Read, which knows what they are called in the message; r.ParseJSON refuses them itself.
func Parse(r *wire.Reader, body []byte, o Options) (wire.Node, bool) {
	return r.ParseJSON(body, o.Limits)
}

// Read reads a node into m, which has to be empty. Everything that is wrong is recorded in r, with its path by proto
// names; m is good only if r.OK.
func Read(r *wire.Reader, n wire.Node, m protoreflect.Message, o Options) {
}

// ReadField reads a node into the field of m that path names, such as order of the body "order". Paths of violations
// begin with it. The path is by proto names; a field that isn't there is a mistake of the caller, and panics.
func ReadField(r *wire.Reader, n wire.Node, m protoreflect.Message, path string, o Options) {
}
