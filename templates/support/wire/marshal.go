package wire

import "github.com/bylaw-dev/bylaw/templates/support/errors"

// Marshal writes x as JSON text. It is what MarshalJSON of generated types calls.
func Marshal(x interface{ WriteJSON(*Writer) }) ([]byte, error) {
	var w Writer
	x.WriteJSON(&w)
	return w.Bytes(), w.Err()
}

// Unmarshal reads JSON text into x. The error is an *errors.Error with all violations. It is what UnmarshalJSON of
// generated types calls.
func Unmarshal(text []byte, x interface{ ReadJSON(*Reader, Node) }) error {
	var r Reader
	r.Reset(Neutral)
	if n, ok := r.ParseJSON(text, Limits{}); ok {
		x.ReadJSON(&r, n)
	}
	if r.OK() {
		return nil
	}
	e := &errors.Error{Status: 400, Code: errors.CodeInvalidRequest, Title: "the text breaks its contract", Violations: r.Violations()}
	if r.Truncated() {
		e.Detail = "more is wrong than is listed"
	}
	return e
}
