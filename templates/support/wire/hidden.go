package wire

// span is a part of a text.
type span struct{ start, end int }

// Hide begins members that outsiders must not see; Show ends them. The whole is written all the same, for it is the
// whole that has to obey the contract.
func (w *Writer) Hide() {
	if !w.Outside {
		return
	}
	if w.hiding++; w.hiding == 1 {
		w.hidden = append(w.hidden, span{start: len(w.buf)})
	}
}

// Show ends what Hide has begun.
func (w *Writer) Show() {
	if !w.Outside {
		return
	}
	if w.hiding--; w.hiding == 0 {
		w.hidden[len(w.hidden)-1].end = len(w.buf)
	}
}

// Visible cuts what is hidden out of the text, and gives what is left.
func (w *Writer) Visible() []byte {
	if len(w.hidden) == 0 {
		return w.buf
	}
	out := w.buf[:w.hidden[0].start]
	for i, h := range w.hidden {
		end := len(w.buf)
		if i+1 < len(w.hidden) {
			end = w.hidden[i+1].start
		}
		rest := w.buf[h.end:end]
		if len(rest) > 0 && rest[0] == ',' && out[len(out)-1] == '{' { // the first members are hidden
			rest = rest[1:]
		}
		out = append(out, rest...)
	}
	w.buf, w.hidden = out, w.hidden[:0]
	return out
}

// Internal says whether outsiders don't know the member that m stands at, and it comes from one of them: then it has
// been recorded as unknown, and nothing may be told of its value. In an answer it is taken, for whoever has got it may.
func (m *Members) Internal() bool {
	if !m.r.Outside || m.r.direction == Response {
		return false
	}
	m.Unknown()
	return true
}

// ExemptOutside says which of the names aren't demanded of outsiders, nor in answers that may be for one: bit i stands
// for the i-th.
func (m *Members) ExemptOutside(names uint64) {
	if m.r.Outside {
		m.seen |= names
	}
}
