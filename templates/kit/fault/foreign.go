package fault

import (
	"encoding/json"

	spb "google.golang.org/genproto/googleapis/rpc/status"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// rpcStatus is a google.rpc.Status as JSON: of grpc-gateway, where code is its own, and below "error" of Google's REST APIs
// (AIP-193), where code is the HTTP status, and status the name of the code.
type rpcStatus struct {
	Code    *int32            `json:"code"`
	Message *string           `json:"message"`
	Status  *codes.Code       `json:"status"`
	Details []json.RawMessage `json:"details"`
	Error   *rpcStatus        `json:"error"`
}

// foreign reads a status that others have written as JSON; nil: the body is none.
func foreign(body []byte) *status.Status {
	var s rpcStatus
	if json.Unmarshal(body, &s) != nil { // a problem's code is a text
		return nil
	}
	switch inner := s.Error; {
	case inner != nil && inner.Message != nil && inner.Status != nil && *inner.Status != codes.OK:
		return inner.status(*inner.Status)
	case inner == nil && s.Message != nil && s.Code != nil && *s.Code > 0 && int(*s.Code) < len(table):
		return s.status(codes.Code(*s.Code))
	}
	return nil
}

func (s *rpcStatus) status(code codes.Code) *status.Status {
	out := &spb.Status{Code: int32(code), Message: text(*s.Message)}
	for _, raw := range s.Details {
		if d, ok := readDetail(raw); ok {
			out.Details = append(out.Details, d)
		}
	}
	return status.FromProto(out)
}
