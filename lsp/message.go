package lsp

import (
	"bytes"
	"encoding/json"
	"errors"
)

// message is what JSON-RPC 2.0 sends: a request (ID and Method), a notification (Method) or a
// response (ID).
type message struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id,omitempty"` // a number or a string
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *rpcError       `json:"error,omitempty"`
}

// The error codes of JSON-RPC 2.0 and of the Language Server Protocol.
const (
	codeParse          = -32700
	codeInvalidRequest = -32600
	codeNoMethod       = -32601
	codeInvalidParams  = -32602
	codeInternal       = -32603
	codeNotInitialized = -32002
	codeCancelled      = -32800
	codeModified       = -32801 // what the answer would be about has changed meanwhile
)

// rpcError is the error of a response.
type rpcError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

func (e *rpcError) Error() string { return e.Message }

// asRPC returns the error as a response tells it.
func asRPC(err error) *rpcError {
	var known *rpcError
	if errors.As(err, &known) {
		return known
	}
	return &rpcError{codeInternal, err.Error()}
}

var null = json.RawMessage("null")

// parseMessage reads a message. The error is what to answer; the ID stands in the message where one
// could be read.
func parseMessage(body []byte) (message, *rpcError) {
	var m message
	if err := json.Unmarshal(body, &m); err != nil {
		if json.Valid(body) {
			return message{ID: null}, &rpcError{codeInvalidRequest, "a message is one JSON object" + wrongPart(err)}
		}
		return message{ID: null}, &rpcError{codeParse, "the message is no JSON: " + err.Error()}
	}
	switch {
	case m.ID != nil && !isID(m.ID):
		return message{ID: null}, &rpcError{codeInvalidRequest, "the id of a message is a number or a string"}
	case m.Method == "" && m.Result == nil && m.Error == nil:
		if m.ID == nil {
			m.ID = null
		}
		return m, &rpcError{codeInvalidRequest, "the message has no method"}
	}
	return m, nil
}

// wrongPart says which part of a message is of the wrong form.
func wrongPart(err error) string {
	var wrong *json.UnmarshalTypeError
	if !errors.As(err, &wrong) {
		return ": " + err.Error()
	}
	if wrong.Field == "" {
		return ": it is of type " + wrong.Value
	}
	return ": " + wrong.Field + " is of type " + wrong.Value
}

// isID reports whether the value can name a request. What has no id is a notification, and null is
// the id of what could not be read.
func isID(id json.RawMessage) bool {
	first := bytes.TrimLeft(id, " \t\r\n")[0]
	return first == '"' || first == '-' || first >= '0' && first <= '9'
}

// params reads the parameters of a message.
func params[T any](m *message) (T, error) {
	var p T
	if len(m.Params) == 0 {
		return p, &rpcError{codeInvalidParams, m.Method + " has no params"}
	}
	if err := json.Unmarshal(m.Params, &p); err != nil {
		return p, &rpcError{codeInvalidParams, "the params of " + m.Method + " have the wrong form" + wrongPart(err)}
	}
	return p, nil
}
