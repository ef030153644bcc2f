package main

import (
	"net"
	"sort"
	"strconv"

	corev1 "k8s.io/api/core/v1"
	discoveryv1 "k8s.io/api/discovery/v1"
)

// group is one entry of a file_sd file.
type group struct {
	Targets []string          `json:"targets"`
	Labels  map[string]string `json:"labels"`
}

func nodeTargets(nodes []*corev1.Node) []group {
	groups := []group{}
	for _, node := range nodes {
		for _, address := range node.Status.Addresses {
			if address.Type != corev1.NodeInternalIP {
				continue
			}
			target := net.JoinHostPort(address.Address, "10250")
			groups = append(groups, group{[]string{target}, map[string]string{"node": node.Name}})
			break
		}
	}
	return sorted(groups)
}

// serviceTargets are the addresses behind every Service port named metrics, ready or not: one that cannot be scraped is down,
// not absent.
func serviceTargets(slices []*discoveryv1.EndpointSlice, pods []*corev1.Pod) []group {
	byName := map[string]*corev1.Pod{}
	for _, pod := range pods {
		byName[pod.Namespace+"/"+pod.Name] = pod
	}
	groups := []group{}
	for _, slice := range slices {
		service := slice.Labels[discoveryv1.LabelServiceName]
		for _, port := range slice.Ports {
			if service == "" || port.Name == nil || *port.Name != "metrics" || port.Port == nil {
				continue
			}
			for _, endpoint := range slice.Endpoints {
				groups = append(groups, endpointTargets(slice.Namespace, service, *port.Port, endpoint, byName)...)
			}
		}
	}
	return sorted(groups)
}

func endpointTargets(namespace, service string, port int32, endpoint discoveryv1.Endpoint, pods map[string]*corev1.Pod) []group {
	labels := map[string]string{"job": service, "namespace": namespace, "service": service, "endpoint": "metrics"}
	if endpoint.NodeName != nil {
		labels["node"] = *endpoint.NodeName
	}
	if endpoint.TargetRef != nil && endpoint.TargetRef.Kind == "Pod" {
		pod := pods[namespace+"/"+endpoint.TargetRef.Name]
		if pod == nil || pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed {
			return nil
		}
		labels["pod"] = pod.Name
		labels["node"] = pod.Spec.NodeName
		if container := containerOf(pod, port); container != "" {
			labels["container"] = container
		}
	}
	var groups []group
	for _, address := range endpoint.Addresses {
		groups = append(groups, group{[]string{net.JoinHostPort(address, strconv.Itoa(int(port)))}, labels})
	}
	return groups
}

func containerOf(pod *corev1.Pod, port int32) string {
	for _, container := range pod.Spec.Containers {
		for _, declared := range container.Ports {
			if declared.ContainerPort == port {
				return container.Name
			}
		}
	}
	return ""
}

// sorted, and each target once: the slices of two address families, or an old and a new slice, may name one twice.
func sorted(groups []group) []group {
	key := func(g group) string { return g.Targets[0] + " " + g.Labels["namespace"] + " " + g.Labels["service"] }
	sort.Slice(groups, func(i, j int) bool { return key(groups[i]) < key(groups[j]) })
	kept := groups[:0]
	for i, g := range groups {
		if i == 0 || key(g) != key(kept[len(kept)-1]) {
			kept = append(kept, g)
		}
	}
	return kept
}
