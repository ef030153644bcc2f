package main

import (
	"encoding/json"
	"testing"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func pod(name string, phase corev1.PodPhase) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: name},
		Spec: corev1.PodSpec{NodeName: "n1", Containers: []corev1.Container{
			{Name: "side"}, {Name: "web", Ports: []corev1.ContainerPort{{ContainerPort: 8081}}}}},
		Status: corev1.PodStatus{Phase: phase},
	}
}

func slice(port string, number int32, pods ...string) *discoveryv1.EndpointSlice {
	s := &discoveryv1.EndpointSlice{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Labels: map[string]string{discoveryv1.LabelServiceName: "backend"}},
		Ports:      []discoveryv1.EndpointPort{{Name: &port, Port: &number}},
	}
	for i, name := range pods {
		s.Endpoints = append(s.Endpoints, discoveryv1.Endpoint{
			Addresses: []string{"10.244.1." + string(rune('1'+i))}, TargetRef: &corev1.ObjectReference{Kind: "Pod", Name: name}})
	}
	return s
}

func expect(t *testing.T, groups []group, want string) {
	t.Helper()
	got, _ := json.Marshal(groups)
	if string(got) != want {
		t.Fatalf("%s\ninstead of\n%s", got, want)
	}
}

func TestAPortNamedMetricsBecomesAJobOfItsService(t *testing.T) {
	expect(t, serviceTargets([]*discoveryv1.EndpointSlice{slice("metrics", 8081, "web-1")}, []*corev1.Pod{pod("web-1", corev1.PodRunning)}),
		`[{"targets":["10.244.1.1:8081"],"labels":{"container":"web","endpoint":"metrics","job":"backend","namespace":"shop","node":"n1","pod":"web-1","service":"backend"}}]`)
}

func TestOtherPortsAndEndedPodsAreNoTargets(t *testing.T) {
	slices := []*discoveryv1.EndpointSlice{slice("http", 8080, "web-1"), slice("metrics", 8081, "web-2", "gone")}
	expect(t, serviceTargets(slices, []*corev1.Pod{pod("web-1", corev1.PodRunning), pod("web-2", corev1.PodFailed)}), `[]`)
}

func TestATargetOfTwoSlicesIsScrapedOnce(t *testing.T) {
	slices := []*discoveryv1.EndpointSlice{slice("metrics", 8081, "web-1"), slice("metrics", 8081, "web-1")}
	if groups := serviceTargets(slices, []*corev1.Pod{pod("web-1", corev1.PodRunning)}); len(groups) != 1 {
		t.Fatal(groups)
	}
}

func TestANodeIsScrapedAtItsInternalAddress(t *testing.T) {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "n1"}, Status: corev1.NodeStatus{Addresses: []corev1.NodeAddress{
		{Type: corev1.NodeHostName, Address: "n1"}, {Type: corev1.NodeInternalIP, Address: "10.77.0.11"}}}}
	expect(t, nodeTargets([]*corev1.Node{node}), `[{"targets":["10.77.0.11:10250"],"labels":{"node":"n1"}}]`)
}
