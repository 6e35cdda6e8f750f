package replay

import (
	"context"
	"net/http"

	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
	"github.com/bylaw-dev/bylaw/templates/support/idempotency"
)

// header is where a token is, if it isn't in the request.
const header = "idempotency-key"

// tokenNames are the fields that hold a token; the first is AIP-155's.
var tokenNames = [...]protoreflect.Name{"request_id", "client_token", "idempotency_key"}

func tokenField(request protoreflect.MessageDescriptor) protoreflect.FieldDescriptor {
	for _, name := range tokenNames {
		if f := request.Fields().ByName(name); f != nil && f.Kind() == protoreflect.StringKind && !f.IsList() {
			return f
		}
	}
	return nil
}

// token returns the token of a call; "": it has none, and needs none.
func (i *interceptor) token(ctx context.Context, name string, m *method, request proto.Message) (string, error) {
	in, field, token := errors.Header, header, ""
	if m.token != nil {
		in, field, token = errors.Body, string(m.token.Name()), request.ProtoReflect().Get(m.token).String()
	}
	sent := metadata.ValueFromIncomingContext(ctx, header)
	switch {
	case len(sent) > 1:
		return "", invalid(errors.Header, header, errors.MaxItems, "must be given once")
	case len(sent) == 1 && token == "":
		in, field, token = errors.Header, header, sent[0]
	case len(sent) == 1 && token != sent[0]:
		return "", invalid(errors.Header, header, "conflict", "must be the same as "+field)
	case len(sent) == 0 && token == "" && (i.o.Required == nil || !i.o.Required(name)):
		return "", nil
	}
	if bad := idempotency.CheckKey(token, in, field); bad != nil {
		return "", bad
	}
	return token, nil
}

func invalid(in errors.Location, field, code, description string) *errors.Error {
	return &errors.Error{Status: http.StatusBadRequest, Code: errors.CodeInvalidRequest, Title: http.StatusText(http.StatusBadRequest),
		Detail: "the request breaks the contract in one place", Violations: []errors.Violation{{Location: in, Field: field, Code: code, Description: description}}}
}
