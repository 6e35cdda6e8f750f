package rest

import (
	"net/http"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// conditions are headers that say when a method must not be performed (RFC 9110 §13.1.1 and 13.1.2).
var conditions = [...]string{"If-Match", "If-None-Match"}

// condition refuses to perform what nobody holds against its condition: the implementation sees no such header unless it is
// declared (edge.Options.Headers), so that whoever relies on it would overwrite what another has changed. Of what only reads
// package cache minds it.
func (x *exchange) condition() error {
	switch x.req.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace, "QUERY":
		return nil
	}
	for _, name := range conditions {
		if len(x.req.Header[name]) > 0 && !x.binding.method.Sees(strings.ToLower(name)) {
			return &errors.Error{Status: http.StatusPreconditionFailed, Code: errors.CodePreconditionFailed, Detail: "this operation doesn't know " + name + x.binding.instead()}
		}
	}
	return nil
}

// instead says where a request has its version.
func (b *binding) instead() string {
	request := b.method.Input().Descriptor()
	if versioned(request) {
		return ": send the version that you mean as etag"
	}
	for i := range request.Fields().Len() {
		if f := request.Fields().Get(i); f.Message() != nil && f.Cardinality() != protoreflect.Repeated && versioned(f.Message()) {
			return ": send the version that you mean as " + string(f.Name()) + ".etag"
		}
	}
	return ", nor any version: leave it away"
}

func versioned(d protoreflect.MessageDescriptor) bool {
	f := d.Fields().ByName("etag")
	return f != nil && f.Kind() == protoreflect.StringKind
}
