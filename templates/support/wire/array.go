package wire

// Items goes over the items of an array.
type Items struct {
	Index int
	Value Node
	r     *Reader
	next  Node
	end   Node
}

// Array starts at the items of n; if n is no array, a violation is recorded and there are none.
func (r *Reader) Array(n Node) Items {
	if r.nodes[n].kind != KindArray {
		r.Type(n, KindArray)
		return Items{r: r}
	}
	return r.Items(n)
}

// Items starts at the items of n; if n is no array there are none.
func (r *Reader) Items(n Node) Items {
	nd := &r.nodes[n]
	if nd.kind != KindArray || !r.spend(1+int(nd.end)) {
		return Items{r: r}
	}
	return Items{r: r, Index: -1, next: n + 1, end: Node(nd.next)}
}

// Next goes to the next item: Index and Value are set. False at the end.
func (i *Items) Next() bool {
	if i.next >= i.end || i.r.state.stop {
		return false
	}
	i.Index++
	i.Value = i.next
	i.next = i.r.after(i.next)
	return true
}

// firstCapacity is how many items are made room for at once: an item may be far larger in Go than in JSON.
const firstCapacity = 4096

// Array reads the items of n into dst, which becomes empty but not nil for []. If n is no array, a violation is
// recorded and dst stays as it is.
func Array[T any, S ~[]T](r *Reader, n Node, dst *S, each func(*T, *Reader, Node)) {
	items := r.Array(n)
	if r.nodes[n].kind != KindArray {
		return
	}
	if r.discard > 0 {
		discardItems(r, items, each)
		return
	}
	all := make(S, 0, min(r.Count(n), firstCapacity))
	for items.Next() {
		var zero T
		all = append(all, zero)
		each(&all[len(all)-1], r, items.Value)
	}
	*dst = all
}

// discardItems reads items one over the other.
func discardItems[T any](r *Reader, items Items, each func(*T, *Reader, Node)) {
	var v, zero T
	for items.Next() {
		each(&v, r, items.Value)
		v = zero
	}
}

// Map reads the members of n into dst, which becomes empty but not nil for {}. If n is no object, a violation is
// recorded and dst stays as it is.
func Map[T any, M ~map[string]T](r *Reader, n Node, dst *M, each func(*T, *Reader, Node)) {
	members := r.Object(n)
	if r.nodes[n].kind != KindObject {
		return
	}
	if r.discard > 0 {
		discardMembers(r, members, each)
		return
	}
	all := make(M, min(r.Count(n), firstCapacity))
	var v, zero T
	for members.Next() {
		each(&v, r, members.Value)
		all[r.Keep(members.KeyNode())] = v
		v = zero
	}
	*dst = all
}

// discardMembers reads members one over the other.
func discardMembers[T any](r *Reader, members Members, each func(*T, *Reader, Node)) {
	var v, zero T
	for members.Next() {
		each(&v, r, members.Value)
		v = zero
	}
}

// Keep gives the text of a string or a key in memory that may outlive the message.
func (r *Reader) Keep(n Node) string {
	nd := &r.nodes[n]
	return r.lasting(nd, r.text(nd))
}

// Checks reads a T and throws it away: Checks[Order] is a Check. Slices and maps in it stay empty meanwhile.
func Checks[T any, P interface {
	*T
	ReadJSON(*Reader, Node)
}](r *Reader, n Node) {
	var x T
	r.discard++
	P(&x).ReadJSON(r, n)
	r.discard--
}
